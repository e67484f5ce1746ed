namespace VaeMlNet;

/// <summary>The related cells of the rows of a batch, while missing or synthetic cells are drawn.</summary>
/// <remarks>Used by one thread at a time.</remarks>
internal sealed class RowRelations
{
    // A cell that breaks an order, or implies another value of a known cell, is drawn again so often.
    private const int Attempts = 10;

    private readonly RelatedCells related;
    private readonly NumberBins?[] stepped; // of each of the related columns; null for those without a step
    private readonly int[] places; // of each of the model's columns among the related ones; -1 for others
    private readonly Row[] rows;

    private RowRelations(VaeManifest manifest, ColumnRelations relations, int capacity)
    {
        related = new(relations);
        Columns =
        [
            .. relations.Columns.Select(related =>
                manifest.Columns.Index().First(column => column.Item.Name == related.Name).Index
            ),
        ];
        stepped = [.. Columns.Select(column => manifest.Columns[column].Bins is [{ Step: not null } own] ? own : null)];
        places = [.. Enumerable.Range(0, manifest.Columns.Count).Select(column => Array.IndexOf(Columns, column))];
        rows = [.. Enumerable.Range(0, capacity).Select(_ => new Row(Columns.Length))];
    }

    /// <summary>Gets the indices of the related columns among the model's columns.</summary>
    public int[] Columns { get; }

    /// <summary>Creates the relations of a batch; null for a model without related columns.</summary>
    public static RowRelations? Create(VaeManifest manifest, int capacity) =>
        manifest.ColumnRelations is { Columns.Count: > 0 } relations ? new(manifest, relations, capacity) : null;

    /// <summary>Returns the place of a column in the order of drawing: computed columns are behind those that they are computed from.</summary>
    public int LevelOf(int column) => places[column] < 0 ? 0 : related.Levels[places[column]];

    /// <summary>Returns whether other columns are computed from a column.</summary>
    public bool IsSource(int column) => Has(column) && related.IsSource(places[column]);

    public bool Has(int column) => places[column] >= 0;

    /// <summary>Forgets the cells of a row.</summary>
    public void Start(int row) => rows[row].Clear();

    /// <summary>Copies the cells of a row to another one.</summary>
    public void Move(int row, int target) => rows[row].CopyTo(rows[target]);

    /// <summary>Adds a known cell of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <param name="value">The number, the key from 1, or 0 or 1.</param>
    /// <param name="isDrawn">Whether the cell was drawn, so that it may change.</param>
    public void Add(int row, int column, float value, bool isDrawn)
    {
        if (places[column] is >= 0 and var place)
        {
            var cells = rows[row];
            (cells.Values[place], cells.Known[place], cells.IsDrawn[place]) = (value, true, isDrawn);
        }
    }

    /// <summary>Returns a cell that follows from the known ones, some of which were drawn; null if none does.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <param name="draw">Draws the number, whose last digits a computed one can have.</param>
    public float? Compute(int row, int column, Func<float> draw)
    {
        if (
            places[column] is not (>= 0 and var place)
            || related.Compute(place, rows[row].Values, rows[row].Known) is not { } found
        )
        {
            return null;
        }

        // A difference of drawn numbers can be one that no row has. In the column that is computed, the others are settled at the end.
        if (related.Levels[place] == 0)
        {
            return related.IsPossible(place, found) ? found : null;
        }

        // The quotient of a price in whole thousands is rounded, and gives other last digits. It is settled at the end, too.
        found = (float?)stepped[place]?.Round(found) ?? related.WithDrawnDigits(place, found, draw);
        return related.HasUsualSign(place, found) ? found : related.ToLimits(place, found);
    }

    /// <summary>Adds a cell that follows from the known ones, or else is drawn, and returns it.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <param name="draw">Draws the number, given the number of the attempt.</param>
    public float AddDrawn(int row, int column, Func<uint, float> draw)
    {
        var value = Compute(row, column, () => draw(0)) ?? DrawInOrder(row, column, draw);
        Add(row, column, value, isDrawn: true);
        return value;
    }

    /// <summary>Draws a number until it breaks no order, and implies no other value of a known cell. It has the decimals of its column.</summary>
    public float DrawInOrder(int row, int column, Func<uint, float> draw)
    {
        var value = draw(0);
        for (uint attempt = 1; attempt <= Attempts && !IsInOrder(row, column, value); attempt++)
        {
            value = draw(attempt);
        }

        return places[column] is >= 0 and var place
            ? related.Columns[place].Round(related.ToOrder(place, value, rows[row].Values, rows[row].Known))
            : value;
    }

    /// <summary>Returns the drawn cells that follow from others at the end: columns and values.</summary>
    public IEnumerable<(int Column, float Value)> Settle(int row)
    {
        var cells = rows[row];
        related.Settle(cells.Values, cells.Known, cells.IsDrawn);
        for (var place = 0; place < Columns.Length; place++)
        {
            if (cells.Known[place] && cells.IsDrawn[place])
            {
                yield return (Columns[place], cells.Values[place]);
            }
        }
    }

    /// <summary>Returns whether the relations of the cells that were not drawn hold.</summary>
    public bool FitGiven(int row) => related.FitGiven(rows[row].Values, rows[row].Known, rows[row].IsDrawn);

    /// <summary>Adds the cells of a row that follow from observed ones, and returns them. They count as observed.</summary>
    /// <param name="row">The row, whose observed cells were added.</param>
    public (int Column, float Value)[] AddCertain(int row)
    {
        var cells = rows[row];
        bool[] observed = [.. cells.Known];
        related.Complete(cells.Values, cells.Known);
        return [.. Columns.Zip(cells.Values).Where((_, place) => cells.Known[place] && !observed[place])];
    }

    private bool IsInOrder(int row, int column, float value)
    {
        var cells = rows[row];
        return places[column] is not (>= 0 and var place)
            || (
                related.ToOrder(place, value, cells.Values, cells.Known) == value
                && !related.ImpliesOther(place, value, cells.Values, cells.Known, cells.IsDrawn)
            );
    }

    private sealed class Row(int count)
    {
        public float[] Values { get; } = new float[count];

        public bool[] Known { get; } = new bool[count];

        public bool[] IsDrawn { get; } = new bool[count];

        public void Clear()
        {
            Known.AsSpan().Clear();
            IsDrawn.AsSpan().Clear();
        }

        public void CopyTo(Row target)
        {
            Values.CopyTo(target.Values, 0);
            Known.CopyTo(target.Known, 0);
            IsDrawn.CopyTo(target.IsDrawn, 0);
        }
    }
}
