namespace Microsoft.ML;

/// <summary>The destination of a model that is written. Its members are in Saving.</summary>
public sealed partial class ModelSaveContext : IDisposable
{
    public void Dispose() => DisposeCore();

    partial void DisposeCore();
}
