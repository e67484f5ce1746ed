namespace VaeMlNet.Data;

/// <summary>The features of a model that is not a table model: a vector of numbers without missing values.</summary>
/// <param name="column">The vector.</param>
/// <param name="file">The file.</param>
internal sealed class FeatureCells(CsvColumn column, CsvFile file) : NumberCells(column, file)
{
    private readonly CsvFile file = file;

    /// <inheritdoc />
    public override void Read(CsvRecord record) => CsvFeatureReader.ParseRow(file, record, Indices, Values);
}
