# %% right: as in the lesson
def torch_curve(model, batches, rate):
    loss_of, optimizer = torch.nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=rate)
    curve = []
    for X, labels in batches:
        loss = loss_of(model(torch.from_numpy(X.T)), torch.from_numpy(labels))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        curve.append(loss.item())
    return curve


ready_model = lesson_09.ready_model

# %% right: without an optimizer
def torch_curve(model, batches, rate):
    curve = []
    for X, labels in batches:
        loss = torch.nn.functional.cross_entropy(model(torch.tensor(X.T)), torch.tensor(labels))
        model.zero_grad()
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= rate * parameter.grad
        curve.append(float(loss))
    return curve


ready_model = lesson_09.ready_model

# %% right: zero at the end of each step
def torch_curve(model, batches, rate):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    curve = []
    for X, labels in batches:
        scores = model(torch.tensor(X).T)
        loss = torch.nn.NLLLoss()(torch.log_softmax(scores, dim=1), torch.tensor(labels))
        curve.append(loss.detach().numpy().item())
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return curve


ready_model = lesson_09.ready_model

# %% right: gradients asked for directly
def torch_curve(model, batches, rate):
    parameters, curve = list(model.parameters()), []
    for X, labels in batches:
        scores = model(torch.from_numpy(np.ascontiguousarray(X.T)))
        loss = -torch.log_softmax(scores, dim=1)[range(len(labels)), torch.tensor(labels)].mean()
        for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters)):
            parameter.data -= rate * gradient
        curve.append(loss.item())
    return curve


ready_model = lesson_09.ready_model

# %% wrong: old gradients not set to 0
# phrase: old gradients not set to 0
def torch_curve(model, batches, rate):
    loss_of, optimizer = torch.nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=rate)
    curve = []
    for X, labels in batches:
        loss = loss_of(model(torch.from_numpy(X.T)), torch.from_numpy(labels))
        loss.backward()
        optimizer.step()
        curve.append(loss.item())
    return curve


ready_model = lesson_09.ready_model

# %% wrong: gradients set to 0 too late
# phrase: throws away what step needs
def torch_curve(model, batches, rate):
    loss_of, optimizer = torch.nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=rate)
    curve = []
    for X, labels in batches:
        loss = loss_of(model(torch.from_numpy(X.T)), torch.from_numpy(labels))
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        curve.append(loss.item())
    return curve


ready_model = lesson_09.ready_model

# %% wrong: softmax twice
# phrase: softmax twice
def torch_curve(model, batches, rate):
    loss_of, optimizer = torch.nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=rate)
    curve = []
    for X, labels in batches:
        loss = loss_of(torch.softmax(model(torch.from_numpy(X.T)), dim=1), torch.from_numpy(labels))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        curve.append(loss.item())
    return curve


ready_model = lesson_09.ready_model

# %% wrong: never a step
# phrase: `optimizer.step()` moves the weights
def torch_curve(model, batches, rate):
    loss_of, optimizer = torch.nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=rate)
    curve = []
    for X, labels in batches:
        loss = loss_of(model(torch.from_numpy(X.T)), torch.from_numpy(labels))
        optimizer.zero_grad()
        loss.backward()
        curve.append(loss.item())
    return curve


ready_model = lesson_09.ready_model

# %% wrong: step before backward
# phrase: step before backward
def torch_curve(model, batches, rate):
    loss_of, optimizer = torch.nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=rate)
    curve = []
    for X, labels in batches:
        loss = loss_of(model(torch.from_numpy(X.T)), torch.from_numpy(labels))
        optimizer.step()
        optimizer.zero_grad()
        loss.backward()
        curve.append(loss.item())
    return curve


ready_model = lesson_09.ready_model

# %% wrong: the loss after the step
# phrase: the loss after the step
def torch_curve(model, batches, rate):
    loss_of, optimizer = torch.nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=rate)
    curve = []
    for X, labels in batches:
        loss = loss_of(model(torch.from_numpy(X.T)), torch.from_numpy(labels))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        curve.append(loss_of(model(torch.from_numpy(X.T)), torch.from_numpy(labels)).item())
    return curve


ready_model = lesson_09.ready_model

# %% wrong: columns, not rows
# phrase: columns, not rows
def torch_curve(model, batches, rate):
    loss_of, optimizer = torch.nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=rate)
    curve = []
    for X, labels in batches:
        loss = loss_of(model(torch.from_numpy(X)), torch.from_numpy(labels))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        curve.append(loss.item())
    return curve


ready_model = lesson_09.ready_model

# %% wrong: the sum over examples
# phrase: the sum over examples
def torch_curve(model, batches, rate):
    loss_of, optimizer = torch.nn.CrossEntropyLoss(reduction="sum"), torch.optim.SGD(model.parameters(), lr=rate)
    curve = []
    for X, labels in batches:
        loss = loss_of(model(torch.from_numpy(X.T)), torch.from_numpy(labels))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        curve.append(loss.item())
    return curve


ready_model = lesson_09.ready_model

# %% wrong: Adam
# phrase: another optimizer
def torch_curve(model, batches, rate):
    loss_of, optimizer = torch.nn.CrossEntropyLoss(), torch.optim.Adam(model.parameters(), lr=rate)
    curve = []
    for X, labels in batches:
        loss = loss_of(model(torch.from_numpy(X.T)), torch.from_numpy(labels))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        curve.append(loss.item())
    return curve


ready_model = lesson_09.ready_model

# %% wrong: tensors, not numbers
# phrase: tensors, not numbers
def torch_curve(model, batches, rate):
    loss_of, optimizer = torch.nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=rate)
    curve = []
    for X, labels in batches:
        loss = loss_of(model(torch.from_numpy(X.T)), torch.from_numpy(labels))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        curve.append(loss)
    return curve


ready_model = lesson_09.ready_model

# %% wrong: only the last loss
# phrase: only the last loss
def torch_curve(model, batches, rate):
    loss_of, optimizer = torch.nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=rate)
    curve = []
    for X, labels in batches:
        loss = loss_of(model(torch.from_numpy(X.T)), torch.from_numpy(labels))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        curve.append(loss.item())
    return curve[-1]


ready_model = lesson_09.ready_model

# %% wrong: the list made anew each time
# phrase: only the last loss, in a list
def torch_curve(model, batches, rate):
    loss_of, optimizer = torch.nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=rate)
    for X, labels in batches:
        curve = []
        loss = loss_of(model(torch.from_numpy(X.T)), torch.from_numpy(labels))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        curve.append(loss.item())
    return curve


ready_model = lesson_09.ready_model

# %% wrong: another rate
# phrase: the rate left out
def torch_curve(model, batches, rate):
    loss_of, optimizer = torch.nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=0.001)
    curve = []
    for X, labels in batches:
        loss = loss_of(model(torch.from_numpy(X.T)), torch.from_numpy(labels))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        curve.append(loss.item())
    return curve


ready_model = lesson_09.ready_model

# %% wrong: no return
# phrase: ends without `return` gives None
def torch_curve(model, batches, rate):
    loss_of, optimizer = torch.nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=rate)
    curve = []
    for X, labels in batches:
        loss = loss_of(model(torch.from_numpy(X.T)), torch.from_numpy(labels))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        curve.append(loss.item())


ready_model = lesson_09.ready_model
