using System.Globalization;
using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>Rows of correlated numbers. Each pass generates the same rows again, and none of them is kept.</summary>
/// <param name="rowCount">The number of rows, N.</param>
/// <param name="width">The number of columns, D.</param>
internal sealed class GeneratedTable(int rowCount, int width)
{
    private const int Period = 997;

    public int RowCount => rowCount;

    public int Width => width;

    public IDataView View() => FeatureDataView.Create(new MLContext(), Rows(), width);

    public void WriteCsv(string path)
    {
        var lines = Rows()
            .Select(row => string.Join(',', row.Select(value => value.ToString("F6", CultureInfo.InvariantCulture))));
        File.WriteAllLines(path, lines.Prepend(string.Join(',', Enumerable.Range(0, width).Select(i => $"c{i}"))));
    }

    /// <summary>Returns the same array for each row, with the values of the next row in it.</summary>
    private IEnumerable<float[]> Rows()
    {
        float[] waves = [.. Enumerable.Range(0, Period).Select(i => (float)Math.Sin(2 * Math.PI * i / Period))];
        var row = new float[width];
        for (var i = 0; i < rowCount; i++)
        {
            for (var slot = 0; slot < width; slot++)
            {
                row[slot] = waves[(int)((i * (long)(1 + (slot % 7)) + (31 * slot)) % Period)];
            }

            yield return row;
        }
    }
}
