namespace VaeMlNet;

/// <summary>Checked session options that are compared by value. Users with the same model and settings share a session.</summary>
internal readonly record struct SessionSettings
{
    /// <summary>The default limit of threads. For small networks, more threads cost more waiting time than they save.</summary>
    private const int MostDefaultThreads = 4;

    /// <summary>The rows of a run whose intermediate values fit into a processor's cache.</summary>
    public const int CpuBatchSize = 256;

    // Fewer rows do not occupy a GPU, and a run has a fixed cost there.
    private const int CudaBatchSize = 4096;

    private SessionSettings(int? gpuDeviceId, bool fallbackToCpu, int threadCount)
    {
        GpuDeviceId = gpuDeviceId;
        FallbackToCpu = fallbackToCpu;
        IntraOpThreadCount = threadCount;
    }

    public int? GpuDeviceId { get; }

    public bool FallbackToCpu { get; }

    public int IntraOpThreadCount { get; }

    /// <summary>
    /// Gets the number of batches of a view that run at the same time. On the CPU, it is the number of processors, unless the user chose the threads of
    /// a run. On CUDA it is 2, so that one batch is copied while another one is computed.
    /// </summary>
    public int RunsAtOnce { get; private init; } = 1;

    /// <summary>Gets the number of runs of <see cref="ForSingleRows"/> that occupy the device.</summary>
    public int SingleRowRunsAtOnce =>
        GpuDeviceId is null ? Math.Max(1, Environment.ProcessorCount / ForSingleRows().IntraOpThreadCount) : RunsAtOnce;

    private bool HasChosenThreads { get; init; }

    /// <inheritdoc cref="VaeSessionOptions.KeepMemory"/>
    public bool KeepMemory { get; private init; } = true;

    /// <inheritdoc cref="VaeSessionOptions.GpuMemoryLimit"/>
    public long? GpuMemoryLimit { get; private init; }

    /// <summary>Returns the settings for runs of one row: one thread on the CPU, unless the user chose the threads of a run.</summary>
    public SessionSettings ForSingleRows() =>
        GpuDeviceId is not null || HasChosenThreads
            ? this
            : new(null, false, threadCount: 1) { KeepMemory = KeepMemory, RunsAtOnce = RunsAtOnce };

    /// <summary>Returns the number of rows of a run: the requested one, or the default of the device.</summary>
    public int BatchSize(int? requested) => requested ?? (GpuDeviceId is null ? CpuBatchSize : CudaBatchSize);

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SessionSettings From(VaeSessionOptions options)
    {
        if (options.GpuMemoryLimit is { } limit)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1, nameof(options.GpuMemoryLimit));
        }

        return From(options.GpuDeviceId, options.FallbackToCpu, options.IntraOpThreadCount) with
        {
            KeepMemory = options.KeepMemory,
            GpuMemoryLimit = options.GpuDeviceId is null ? null : options.GpuMemoryLimit,
        };
    }

    /// <summary>Gets the number of nodes that run at the same time; 1 runs one node after the other.</summary>
    public int InterOpThreadCount { get; private init; } = 1;

    /// <exception cref="ArgumentOutOfRangeException">The device id is negative, or a number of threads is below 1.</exception>
    public static SessionSettings From(
        int? gpuDeviceId,
        bool fallbackToCpu,
        int? intraOpThreadCount,
        int? interOpThreadCount = null
    )
    {
        if (gpuDeviceId is { } device)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(device, nameof(gpuDeviceId));
        }

        var threads = intraOpThreadCount ?? Math.Min(Environment.ProcessorCount, MostDefaultThreads);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1, nameof(intraOpThreadCount));
        ArgumentOutOfRangeException.ThrowIfLessThan(interOpThreadCount ?? 1, 1, nameof(interOpThreadCount));
        return new(gpuDeviceId, gpuDeviceId is not null && fallbackToCpu, threads)
        {
            InterOpThreadCount = interOpThreadCount ?? 1,
            HasChosenThreads = intraOpThreadCount is not null,
            RunsAtOnce =
                gpuDeviceId is not null ? 2
                : intraOpThreadCount is null ? Environment.ProcessorCount
                : 1,
        };
    }
}
