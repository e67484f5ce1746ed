namespace VaeMlNet;

/// <summary>Finds the relations that a row breaks, and the cells that follow from others.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class ReasonRelations
{
    // Of the range of a number: a computed one is the same up to so much.
    private const float SameShare = 0.003f;

    private readonly RelationCheck[] checks;
    private readonly RelatedCells related;
    private readonly (int Input, VaeColumn Column)[] columns; // the related ones
    private readonly VaeTableSchema? schema;

    private ReasonRelations(VaeManifest manifest, ColumnRelations relations)
    {
        checks = [.. RelationCheck.CreateAll(relations)];
        related = new(relations);
        columns =
        [
            .. relations.Columns.Select(column =>
                manifest.InputColumns.Index().First(input => input.Item.Name == column.Name)
            ),
        ];
        schema = manifest.TableSchema;
    }

    /// <summary>Creates the relations of a model; null for a model without.</summary>
    public static ReasonRelations? Create(VaeManifest manifest) =>
        manifest.ColumnRelations is { } relations ? new(manifest, relations) : null;

    /// <summary>Returns the first broken relation of each column that has one, and the cell that it gives, by the index of the column among the model's inputs; null if none is broken.</summary>
    public Dictionary<int, (string Text, float? Expected)>? FindBroken(in ReasonCells cells)
    {
        var row = Read(cells);
        Dictionary<int, (string, float?)>? broken = null;
        foreach (var check in checks)
        {
            if (check.IsBroken(row))
            {
                (broken ??= []).TryAdd(
                    columns[check.Target].Input,
                    (check.Relation.Describe(schema), check.Expected(row))
                );
            }
        }

        return broken;
    }

    /// <summary>Returns whether a cell is the one that follows from the row's other cells.</summary>
    /// <param name="input">The index of the cell's column among the model's inputs.</param>
    /// <param name="cells">The row.</param>
    /// <param name="hidden">The indices of the columns from whose cells nothing follows.</param>
    public bool Follows(int input, in ReasonCells cells, IReadOnlyCollection<int> hidden)
    {
        var place = Array.FindIndex(columns, column => column.Input == input);
        if (place < 0)
        {
            return false;
        }

        var row = Read(cells);
        bool[] known = [.. columns.Select((column, i) => !float.IsNaN(row[i]) && !hidden.Contains(column.Input))];
        if (related.Compute(place, row, known) is not { } found)
        {
            return false;
        }

        var column = related.Columns[place];
        return column.KeyCount > 0
            ? found == row[place]
            : Math.Abs(found - row[place]) <= SameShare * (column.Maximum - column.Minimum);
    }

    private float[] Read(ReasonCells cells)
    {
        var row = new float[columns.Length];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = Read(columns[i].Input, columns[i].Column, cells);
        }

        return row;
    }

    private static float Read(int input, VaeColumn column, in ReasonCells cells) =>
        column.Type == VaeColumn.SingleType
            ? (cells.Read<float>(input)[0] is var number && float.IsFinite(number) ? number : float.NaN)
        : column.Type == VaeColumn.BooleanType ? (cells.Read<bool>(input)[0] ? 1 : 0)
        : cells.Read<uint>(input)[0] is var key && key >= 1 && key <= column.ShareCount ? key
        : float.NaN;
}
