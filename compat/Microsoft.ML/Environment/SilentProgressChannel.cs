namespace Microsoft.ML.Runtime;

/// <summary>A progress channel: an <see cref="MLContext"/> shows progress to nobody.</summary>
internal sealed class SilentProgressChannel : IProgressChannel
{
    public void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction) { }

    public void Checkpoint(params double?[] values) { }

    public IProgressChannel StartProgressChannel(string name) => new SilentProgressChannel();

    public void Dispose() { }
}
