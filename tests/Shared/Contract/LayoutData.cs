using Microsoft.ML;

namespace VaeMlNet.Tests.Shared;

/// <summary>Data in a layout.</summary>
/// <param name="View">What an estimator is given.</param>
/// <param name="Counted">The source that counts what is read; null where something in between reads on its own account.</param>
/// <param name="Folder">Where files of the data lie; deleted with it.</param>
public sealed record LayoutData(IDataView View, MadeUpView? Counted, TemporaryFolder? Folder = null) : IDisposable
{
    public DataViewSchema Schema => View.Schema;

    public void Dispose() => Folder?.Dispose();
}
