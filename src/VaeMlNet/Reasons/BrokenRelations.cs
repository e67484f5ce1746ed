namespace VaeMlNet;

/// <summary>Finds the relations that a row breaks.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class BrokenRelations
{
    private readonly RelationCheck[] checks;
    private readonly (int Input, VaeColumn Column)[] columns; // the related ones

    private readonly RelationNames names;

    private BrokenRelations(RelationCheck[] checks, (int Input, VaeColumn Column)[] columns, RelationNames names)
    {
        this.checks = checks;
        this.columns = columns;
        this.names = names;
    }

    /// <summary>Creates the relations that scores tell; null for a model without.</summary>
    public static BrokenRelations? Create(VaeManifest manifest)
    {
        if (manifest.ColumnRelations is not { } relations)
        {
            return null;
        }

        RelationCheck[] checks = [.. RelationCheck.CreateAll(relations)];
        return checks.Length == 0
            ? null
            : new(
                checks,
                [
                    .. relations.CheckedColumns.Select(name =>
                        manifest.InputColumns.Index().First(column => column.Item.Name == name)
                    ),
                ],
                manifest.RelationNames
            );
    }

    /// <summary>
    /// Returns the first broken relation of each column that has one, and the cell that it gives, by the index of the column among the model's inputs; null if
    /// none is broken.
    /// </summary>
    public Dictionary<int, (string Text, float? Expected)>? Find(in ReasonCells cells)
    {
        var row = new float[columns.Length];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = Read(columns[i].Input, columns[i].Column, cells);
        }

        Dictionary<int, (string, float?)>? broken = null;
        foreach (var check in checks)
        {
            // A category that training did not have has a reason of its own.
            if (check.IsBroken(row) && !float.IsInfinity(row[check.Target]))
            {
                (broken ??= []).TryAdd(
                    columns[check.Target].Input,
                    (check.Relation.Describe(names), check.Expected(row))
                );
            }
        }

        return broken;
    }

    private static float Read(int input, VaeColumn column, in ReasonCells cells) =>
        column.Type == VaeColumn.SingleType
            ? (cells.Read<float>(input)[0] is var number && float.IsFinite(number) ? number : float.NaN)
        : column.Type == VaeColumn.BooleanType ? (cells.Read<bool>(input)[0] ? 1 : 0)
        : cells.Read<uint>(input)[0] is 0 or GraphTensors.KnownMissingKey ? float.NaN
        : cells.Read<uint>(input)[0] is var key && key <= column.ShareCount ? key
        : float.PositiveInfinity;
}
