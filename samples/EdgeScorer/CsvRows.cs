using System.Globalization;
using VaeMlNet;

namespace EdgeScorer;

/// <summary>Reads lines of CSV without quotes as the rows of a model, whose columns are found by name.</summary>
internal sealed class CsvRows
{
    private readonly VaeColumn[] columns;
    private readonly int[] places; // of the columns in a line
    private readonly int cellCount;
    private readonly float[] row;
    private int lineNumber = 1;

    /// <exception cref="FormatException">The header lacks a column of the model, or a column is a vector.</exception>
    public CsvRows(VaeManifest manifest, string header)
    {
        var names = header.Split(',');
        columns = [.. manifest.Columns];
        if (columns.FirstOrDefault(column => column.Width != 1) is { } vector)
        {
            throw new FormatException(
                $"column '{vector.Name}' of the model is a vector, expected columns of one value"
            );
        }

        places = [.. columns.Select(column => Array.IndexOf(names, column.Name))];
        if (Array.IndexOf(places, -1) is >= 0 and var missing)
        {
            throw new FormatException($"the header lacks column '{columns[missing].Name}' of the model");
        }

        cellCount = names.Length;
        row = new float[columns.Length];
    }

    /// <summary>Returns the cells of a line in the model's order. The next line uses the same array.</summary>
    /// <exception cref="FormatException">The line has another number of cells, or a cell is not a value of its column.</exception>
    public float[] Read(string line)
    {
        lineNumber++;
        var cells = line.Split(',');
        if (cells.Length != cellCount)
        {
            throw new FormatException($"line {lineNumber}: {cells.Length} cells, expected {cellCount}");
        }

        for (var i = 0; i < columns.Length; i++)
        {
            row[i] = Value(columns[i], cells[places[i]]);
        }

        return row;
    }

    private float Value(VaeColumn column, string cell)
    {
        if (column.Type == VaeColumn.KeyType)
        {
            // A key is the number of its category, from 1. A text that training did not have is a missing cell, 0.
            return Enumerable.Range(0, column.KeyValues!.Count).FirstOrDefault(i => column.KeyValues[i] == cell, -1)
                + 1;
        }

        if (column.Type == VaeColumn.BooleanType && bool.TryParse(cell, out var truth))
        {
            return truth ? 1 : 0;
        }

        if (cell.Length == 0)
        {
            return float.NaN;
        }

        return float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"line {lineNumber}: '{cell}' is no value of column '{column.Name}'");
    }
}
