namespace Microsoft.ML.Runtime;

/// <summary>The root environment of an <see cref="MLContext"/>, or a host registered in one.</summary>
internal sealed class HostEnvironment : IHost
{
    private readonly HostEnvironment _parent;
    private readonly Action<string, ChannelMessage> _log;
    private readonly Lock _lock = new();

    /// <summary>Creates a root environment. <paramref name="log"/> receives the source's full name and the message.</summary>
    public HostEnvironment(int? seed, Action<string, ChannelMessage> log)
    {
        Seed = seed;
        Rand = seed is { } value ? new Random(value) : new Random();
        ComponentCatalog = new ComponentCatalog();
        _log = log;
    }

    private HostEnvironment(HostEnvironment parent, string name, Random rand)
    {
        _parent = parent;
        _log = parent._log;
        Seed = parent.Seed;
        Rand = rand;
        ComponentCatalog = parent.ComponentCatalog;
        // As in ML.NET, a host is named after its parent's parent.
        FullName = Join(parent._parent?.FullName, name);
    }

    public string FullName { get; }

    /// <summary>Gets the seed of the root environment, or null if it has none.</summary>
    public int? Seed { get; }

    /// <summary>Gets or sets the GPU device for ONNX models that specify none.</summary>
    public int? GpuDeviceId { get; set; }

    /// <summary>Gets or sets whether such models run on the CPU if there is no such device.</summary>
    public bool FallbackToCpu { get; set; }

    public Random Rand { get; }

    public ComponentCatalog ComponentCatalog { get; }

    public string ContextDescription => FullName;

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        Check.NonEmpty(name, nameof(name));
        lock (_lock)
        {
            return new HostEnvironment(this, name, new Random(seed ?? Rand.Next()));
        }
    }

    public TException Process<TException>(TException ex)
        where TException : Exception => ex;

    public IChannel Start(string name)
    {
        Check.NonEmpty(name, nameof(name));
        return new LogChannel(this, Join(FullName, name), _log);
    }

    public IPipe<TMessage> StartPipe<TMessage>(string name)
    {
        Check.NonEmpty(name, nameof(name));
        return new SilentPipe<TMessage>(this, Join(FullName, name));
    }

    public IProgressChannel StartProgressChannel(string name)
    {
        Check.NonEmpty(name, nameof(name));
        return new SilentProgressChannel();
    }

    private static string Join(string parent, string name) => string.IsNullOrEmpty(parent) ? name : $"{parent}; {name}";
}
