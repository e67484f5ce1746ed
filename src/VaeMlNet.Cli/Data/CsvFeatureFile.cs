using System.Globalization;
using CsvHelper;

namespace VaeMlNet.Cli.Data;

/// <summary>A CSV file with a number in every cell that is used, with points in decimals.</summary>
internal sealed class CsvFeatureFile : FeatureFile
{
    private readonly CsvFile file;
    private readonly int[] indices;

    private CsvFeatureFile(CsvFile file, int[] indices)
    {
        this.file = file;
        this.indices = indices;
    }

    /// <summary>Names of the columns taken, in order.</summary>
    public IReadOnlyList<string> ColumnNames => [.. indices.Select(i => file.Header[i])];

    /// <inheritdoc />
    public override string FeatureNoun => "column";

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The columns to take; null takes all.</param>
    /// <exception cref="CommandException">The file is missing or empty, or lacks one of the columns.</exception>
    public static new CsvFeatureFile Open(string path, ColumnChoice? columns = null)
    {
        CsvFile file = CsvFile.Open(path);
        int[] indices = (columns ?? ColumnChoice.All).Pick(file);
        return new CsvFeatureFile(file, indices) { Path = path, Width = indices.Length };
    }

    /// <inheritdoc />
    public override IEnumerable<float[]> ReadRows(IProgress<double>? progress = null) =>
        file.ReadRecords(progress).Select(ParseRow);

    private float[] ParseRow(CsvReader reader)
    {
        float[] values = new float[indices.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ParseCell(reader, indices[i]);
        }

        return values;
    }

    private float ParseCell(CsvReader reader, int column)
    {
        ReadOnlySpan<byte> cell = reader.GetSpan(column);
        if (
            float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out float value)
            && float.IsFinite(value)
        )
        {
            return value;
        }

        string fault = cell.IsEmpty ? "the cell is empty" : $"'{reader.GetString(column)}' is not a finite number";
        throw new CommandException(
            $"{file.Place(reader)}, column '{file.Header[column]}': {fault}. Mend the cell, or name the columns to use with --columns."
        );
    }
}
