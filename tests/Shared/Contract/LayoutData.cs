using Microsoft.ML;

namespace VaeMlNet.Tests.Shared;

/// <summary>Data in a layout.</summary>
/// <param name="View">The data for an estimator.</param>
/// <param name="Counted">The source that counts what is read; null where something in between reads on its own account.</param>
/// <param name="Folder">The folder of the data's files, which is deleted with the data.</param>
public sealed record LayoutData(IDataView View, MadeUpView? Counted, TemporaryFolder? Folder = null) : IDisposable
{
    public DataViewSchema Schema => View.Schema;

    public void Dispose() => Folder?.Dispose();
}
