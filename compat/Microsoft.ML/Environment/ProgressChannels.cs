namespace Microsoft.ML.Runtime;

public interface IProgressChannelProvider
{
    IProgressChannel StartProgressChannel(string name);
}

public interface IProgressChannel : IProgressChannelProvider, IDisposable
{
    void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction);

    void Checkpoint(params double?[] values);
}

public interface IProgressEntry
{
    void SetProgress(int index, double value);

    void SetProgress(int index, double value, double lim);

    void SetMetric(int index, double value);
}

public sealed class ProgressHeader
{
    public readonly IReadOnlyList<string> UnitNames;
    public readonly IReadOnlyList<string> MetricNames;

    public ProgressHeader(string[] metricNames, string[] unitNames)
    {
        MetricNames = metricNames ?? [];
        UnitNames = unitNames ?? [];
    }
}
