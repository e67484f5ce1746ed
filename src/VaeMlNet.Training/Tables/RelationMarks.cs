namespace VaeMlNet;

/// <summary>Computes the marks of <see cref="Table.RelationMarks"/>: the nats of all broken relations with the same target.</summary>
/// <remarks>
/// A row breaks a relation by chance about as often as the rows of training do, so that it is as unusual as these are rare. Scores count a mark like the distance
/// of a number from its <see cref="SeenRange"/>, so that a nat is half a spread of the scores of usual rows: the model did not learn the relations exactly, and may
/// find such a row usual. Thread safety: immutable.
/// </remarks>
internal sealed class RelationMarks
{
    private const int MostCellsOnStack = 512;

    private readonly (RelationCheck Check, int Mark)[] checks;
    private readonly TableInput[] columns; // those of the checks

    /// <param name="table">A table with <see cref="Table.RelationMarks"/>.</param>
    public RelationMarks(Table table)
    {
        checks = [.. Of(table)];
        var inputs = TableInput.CreateAll(table);
        columns = [.. table.Relations!.CheckedColumns.Select(name => inputs.First(input => input.Column.Name == name))];
    }

    /// <summary>Returns the relations that scores tell, and the number of the mark of each.</summary>
    public static IEnumerable<(RelationCheck Check, int Mark)> Of(Table table)
    {
        var marks = table.RelationMarks;
        var columns = table.Relations!.CheckedColumns;
        return RelationCheck
            .CreateAll(table.Relations)
            .Select(check => (check, marks.Index().First(mark => mark.Item.Name == columns[check.Target]).Index));
    }

    /// <summary>Computes the marks of a row.</summary>
    /// <param name="raw">The raw row, [S].</param>
    /// <param name="marks">Receives the marks.</param>
    public void Compute(ReadOnlySpan<float> raw, Span<float> marks)
    {
        var cells = columns.Length <= MostCellsOnStack ? stackalloc float[columns.Length] : new float[columns.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            var (column, cell) = (columns[i].Column, raw[columns[i].First]);
            cells[i] = column.IsUnseen(cell) ? float.PositiveInfinity : column.KnownOrNaN(cell);
        }

        marks.Clear();
        foreach (var (check, mark) in checks)
        {
            marks[mark] += check.IsBroken(cells) ? (float)check.Nats : 0;
        }
    }
}
