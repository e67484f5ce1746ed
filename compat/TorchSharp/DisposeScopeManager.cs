namespace TorchSharp;

/// <summary>The dispose scopes of a thread.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager current;

    internal static DisposeScopeManager Current => current ??= new DisposeScopeManager();

    internal Stack<DisposeScope> Scopes { get; } = new();

    internal ThreadDisposeScopeStatistics Statistics_ { get; } = new();

    public static ThreadDisposeScopeStatistics Statistics => Current.Statistics_;

    internal DisposeScope Register(torch.Tensor tensor)
    {
        if (Scopes.Count == 0)
        {
            Statistics_.TensorStatistics.CreatedOutsideScopeCount++;
            return null;
        }

        Statistics_.TensorStatistics.CreatedInScopeCount++;
        var scope = Scopes.Peek();
        scope.Disposables.Add(tensor);
        return scope;
    }

    internal DisposeScope NewScope()
    {
        var scope = new DisposeScope(this);
        Scopes.Push(scope);
        return scope;
    }

    /// <summary>Scopes normally end in the order of a stack; one that ends early leaves the others in place.</summary>
    internal void Remove(DisposeScope scope)
    {
        var others = new Stack<DisposeScope>();
        while (Scopes.Count > 0 && Scopes.Peek() != scope)
        {
            others.Push(Scopes.Pop());
        }

        if (Scopes.Count > 0)
        {
            Scopes.Pop();
        }

        while (others.Count > 0)
        {
            Scopes.Push(others.Pop());
        }
    }
}

public static partial class torch
{
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.Current.NewScope();
}
