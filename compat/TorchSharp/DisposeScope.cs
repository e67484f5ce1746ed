namespace TorchSharp;

/// <summary>Collects the tensors that its thread creates while it is the innermost scope, and disposes them with itself.</summary>
public sealed class DisposeScope : IDisposable
{
    private DisposeScopeManager manager;

    internal DisposeScope(DisposeScopeManager manager)
    {
        this.manager = manager;
        OuterScope = manager.Scopes.Count > 0 ? manager.Scopes.Peek() : null;
    }

    internal DisposeScope OuterScope { get; }

    internal HashSet<IDisposable> Disposables { get; private set; } = new(ReferenceEqualityComparer.Instance);

    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        MoveToOuter(new IDisposable[] { disposable });
        return disposable;
    }

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        if (OuterScope is null)
        {
            Detach(disposables);
        }
        else
        {
            MoveToOther(OuterScope, disposables);
        }
    }

    public void MoveToOther(DisposeScope scope, IEnumerable<IDisposable> disposables)
    {
        ThrowIfDisposed();
        if (scope is null)
        {
            Detach(disposables);
            return;
        }

        foreach (var disposable in disposables)
        {
            if (Disposables.Contains(disposable))
            {
                scope.Adopt(disposable);
            }
        }
    }

    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        Detach(new IDisposable[] { disposable });
        return disposable;
    }

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        ThrowIfDisposed();
        foreach (var disposable in disposables)
        {
            if (!Disposables.Remove(disposable))
            {
                continue;
            }

            if (disposable is torch.Tensor tensor)
            {
                manager.Statistics_.TensorStatistics.DetachedFromScopeCount++;
                tensor.OwningDisposeScope = null;
            }
        }
    }

    public void DisposeEverything() => DisposeEverythingBut(Enumerable.Empty<IDisposable>());

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        ThrowIfDisposed();
        var old = Disposables;
        Disposables = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        foreach (var disposable in old)
        {
            if (!Disposables.Contains(disposable))
            {
                disposable.Dispose();
            }
        }
    }

    public void Dispose()
    {
        if (manager is null)
        {
            return;
        }

        DisposeEverything();
        manager.Remove(this);
        manager = null;
    }

    /// <summary>Replaces a tensor in its dispose scope by the parameter that was made from it.</summary>
    internal static void Replace(torch.Tensor original, torch.Tensor replacement)
    {
        var scope = original.OwningDisposeScope;
        if (scope is not null && scope.Disposables.Remove(original))
        {
            original.OwningDisposeScope = null;
            scope.Adopt(replacement);
        }
    }

    private bool Adopt(IDisposable disposable)
    {
        if (disposable is not torch.Tensor tensor)
        {
            throw new InvalidOperationException("DisposeScope can only manage Tensor or PackedSequence");
        }

        if (tensor.OwningDisposeScope == this)
        {
            return false;
        }

        tensor.OwningDisposeScope?.Disposables.Remove(tensor);
        Disposables.Add(tensor);
        tensor.OwningDisposeScope = this;
        return true;
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(manager is null, this);
}
