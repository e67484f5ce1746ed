using Parquet;
using Parquet.Schema;

namespace Dependencies.Tests;

/// <summary>
/// A gap of Parquet.Net 6.1.0 that VaeMlNet works around. If the test fails after an upgrade, the gap is gone: remove the workaround that the
/// message names, and the test.
/// </summary>
public sealed class ParquetFaultTests
{
    /// <summary>Dates and decimals that are stored as differences, as DuckDB and Spark can write them, cannot be read.</summary>
    [TestCase("ts")]
    [TestCase("d8")]
    public async Task Read_DatesAsDifferences_IsNotSupported(string column)
    {
        using MemoryStream bytes = new(ParquetBytes.OfDifferences);
        await using var reader = await ParquetReader.CreateAsync(bytes);
        using var group = reader.OpenRowGroupReader(0);
        var field = reader.Schema.Fields.OfType<DataField>().Single(field => field.Name == column);

        Assert.That(
            async () => await group.ReadRawColumnDataBaseAsync(field),
            Throws.TypeOf<NotSupportedException>(),
            Fault.Of(Fault.ParquetNet, "src/VaeMlNet.Data/RowFiles/StoredNumbers.cs")
        );
    }
}
