using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>
/// Checked session options that are compared by value, delegates by method and object. Users with the same model and settings share a session.
/// </summary>
internal readonly record struct SessionSettings
{
    /// <summary>The rows of a run whose intermediate values fit into a processor's cache.</summary>
    public const int CpuBatchSize = 256;

    /// <summary>The largest number of threads. A session starts all of them when it is opened, which fails for many more.</summary>
    public const int MostThreads = 1024;

    // Fewer rows do not occupy a GPU, and a run has a fixed cost there. An NVIDIA H200 encoded 1.3 times as many rows in runs of 1,024 as in runs of 4,096
    // (docs/guide/07-gpu.md).
    private const int CudaBatchSize = 1024;

    private SessionSettings(VaeDevice device, int threadCount)
    {
        Device = device;
        IntraOpThreadCount = threadCount;
    }

    public VaeDevice Device { get; }

    public int IntraOpThreadCount { get; }

    /// <summary>
    /// Gets the number of runs at the same time for data of several batches. On the CPU, it is the number of processors, unless the user chose the
    /// threads of a run. On CUDA it is 2, so that one batch is copied while another one is computed.
    /// </summary>
    public int RunsAtOnce { get; private init; } = 1;

    /// <summary>Gets the number of runs of one row that occupy the device.</summary>
    public int SingleRowRunsAtOnce =>
        Device.GpuDeviceId is null && ConfigureSession is null
            ? Math.Max(1, Environment.ProcessorCount / IntraOpThreadCount)
            : RunsAtOnce;

    /// <summary>
    /// Gets the number of threads that share a run by default if no other run is in progress. More than 4 wait for each other longer than they save.
    /// </summary>
    public static int ThreadsOfSharedRun => Math.Min(Environment.ProcessorCount, 4);

    private bool HasChosenThreads { get; init; }

    public bool KeepMemory { get; private init; } = true;

    public long? GpuMemoryLimit { get; private init; }

    public Action<SessionOptions>? ConfigureSession { get; private init; }

    /// <summary>Returns the settings for runs that must follow one after the other: by default, several threads share each run.</summary>
    public SessionSettings ForSuccessiveRuns() =>
        Device.GpuDeviceId is not null || HasChosenThreads
            ? this
            : new(VaeDevice.Cpu, ThreadsOfSharedRun)
            {
                KeepMemory = KeepMemory,
                InterOpThreadCount = InterOpThreadCount,
            };

    /// <summary>Returns the number of rows of a run: the requested one, or the default of the device.</summary>
    public int BatchSize(int? requested) => requested ?? (Device.GpuDeviceId is null ? CpuBatchSize : CudaBatchSize);

    public static SessionSettings From(VaeSessionOptions options)
    {
        if (options.GpuMemoryLimit is { } limit)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1, nameof(options.GpuMemoryLimit));
        }

        // A provider may not allow two runs at the same time. One run then uses several threads.
        var threads = options.ConfigureSession is null
            ? options.IntraOpThreadCount
            : options.IntraOpThreadCount ?? ThreadsOfSharedRun;
        var settings = From(options.Device, threads);
        return settings with
        {
            RunsAtOnce = options.ConfigureSession is null ? settings.RunsAtOnce : 1,
            ConfigureSession = options.ConfigureSession,
            KeepMemory = options.KeepMemory,
            GpuMemoryLimit = options.Device.GpuDeviceId is null ? null : options.GpuMemoryLimit,
        };
    }

    /// <summary>Gets the number of nodes that run at the same time; 1 runs one node after the other.</summary>
    public int InterOpThreadCount { get; private init; } = 1;

    public static SessionSettings From(VaeDevice device, int? intraOpThreadCount, int? interOpThreadCount = null)
    {
        var isCpu = device.GpuDeviceId is null;
        // Threads with a run each need not wait for each other after every operator.
        var threads = intraOpThreadCount ?? (isCpu ? 1 : ThreadsOfSharedRun);
        CheckThreads(threads, nameof(IntraOpThreadCount));
        CheckThreads(interOpThreadCount ?? 1, nameof(InterOpThreadCount));
        return new(device, threads)
        {
            InterOpThreadCount = interOpThreadCount ?? 1,
            HasChosenThreads = intraOpThreadCount is not null,
            RunsAtOnce =
                !isCpu ? 2
                : intraOpThreadCount is null ? Environment.ProcessorCount
                : 1,
        };
    }

    private static void CheckThreads(int count, string option)
    {
        if (count is < 1 or > MostThreads)
        {
            throw new ArgumentOutOfRangeException(
                option,
                FormattableString.Invariant($"{option} is {count}, expected 1 to {MostThreads}.")
            );
        }
    }
}
