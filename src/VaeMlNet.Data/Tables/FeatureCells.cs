namespace VaeMlNet.Data;

/// <summary>The features of a model that is not a table model: a vector of numbers without missing values.</summary>
internal sealed class FeatureCells(CsvColumn column, CsvFile file) : NumberCells(column, file)
{
    public override void Read(CsvRecord record) => CsvFeatureReader.ParseRow(File, record, Indices, Values);
}
