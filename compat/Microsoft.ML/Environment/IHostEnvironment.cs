namespace Microsoft.ML.Runtime;

public interface IHostEnvironment : IChannelProvider, IProgressChannelProvider
{
    ComponentCatalog ComponentCatalog { get; }

    IHost Register(string name, int? seed = null, bool? verbose = null);
}

public interface IHost : IHostEnvironment
{
    Random Rand { get; }
}

public interface IExceptionContext
{
    string ContextDescription { get; }

    TException Process<TException>(TException ex)
        where TException : Exception;
}
