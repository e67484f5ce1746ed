namespace VaeMlNet;

/// <summary>Checked session options, comparable by value: sessions of the same model and settings are shared.</summary>
internal readonly record struct SessionSettings
{
    /// <summary>The networks here are small: more threads than this cost more in waiting for each other than they save.</summary>
    private const int MostDefaultThreads = 4;

    private SessionSettings(int? gpuDeviceId, bool fallbackToCpu, int threadCount)
    {
        GpuDeviceId = gpuDeviceId;
        FallbackToCpu = fallbackToCpu;
        IntraOpThreadCount = threadCount;
    }

    public int? GpuDeviceId { get; }

    public bool FallbackToCpu { get; }

    public int IntraOpThreadCount { get; }

    /// <exception cref="ArgumentOutOfRangeException">The device id is negative or the number of threads below 1.</exception>
    public static SessionSettings From(int? gpuDeviceId, bool fallbackToCpu, int? intraOpThreadCount)
    {
        if (gpuDeviceId is { } device)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(device, nameof(gpuDeviceId));
        }
        int threads = intraOpThreadCount ?? Math.Min(Environment.ProcessorCount, MostDefaultThreads);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1, nameof(intraOpThreadCount));
        return new(gpuDeviceId, gpuDeviceId is not null && fallbackToCpu, threads);
    }
}
