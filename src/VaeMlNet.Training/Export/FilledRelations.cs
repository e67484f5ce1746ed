using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Changes filled columns in TorchSharp, so that the relations of their table hold.</summary>
internal static class FilledRelations
{
    /// <summary>Returns the columns after <see cref="RelatedCells.Fill"/>.</summary>
    /// <param name="table">The table, which has relations.</param>
    /// <param name="raw">The raw rows, [n, S].</param>
    /// <param name="imputed">The columns that can have missing cells.</param>
    /// <param name="filled">Their cells, [n, width] each.</param>
    public static Tensor[] Of(
        Table table,
        Tensor raw,
        IReadOnlyList<(int Index, TableInput Input)> imputed,
        Tensor[] filled
    )
    {
        RelatedCells related = new(table.Relations!);
        var count = (int)raw.shape[0];
        var inputs = TableInput.CreateAll(table);
        TableInput[] columns =
        [
            .. related.Columns.Select(column => inputs.First(input => input.Column.Name == column.Name)),
        ];
        var places = Array.ConvertAll(
            columns,
            column =>
                imputed.Index().FirstOrDefault(place => place.Item.Input.Column == column.Column, (-1, default)).Index
        );
        float[][] observed = [.. columns.Select(column => TensorValues.Floats(raw.narrow(1, column.First, 1)))];
        float[][] values =
        [
            .. places.Select((place, i) => place < 0 ? observed[i] : TensorValues.Floats(filled[place].to(float32))),
        ];
        var cells = new float[columns.Length];
        var known = new bool[columns.Length];
        for (var row = 0; row < count; row++)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                cells[i] = values[i][row];
                known[i] = !float.IsNaN(columns[i].Column.KnownOrNaN(observed[i][row]));
            }

            related.Fill(cells, known);
            for (var i = 0; i < columns.Length; i++)
            {
                values[i][row] = cells[i];
            }
        }

        var results = filled.ToArray();
        foreach (var (i, place) in places.Index())
        {
            if (place >= 0)
            {
                results[place] = tensor(values[i], [count, 1], dtype: filled[place].dtype);
            }
        }

        return results;
    }
}
