namespace Microsoft.ML;

/// <summary>Where a model is being written; its members are in Saving.</summary>
public sealed partial class ModelSaveContext : IDisposable
{
    public void Dispose() => DisposeCore();

    partial void DisposeCore();
}
