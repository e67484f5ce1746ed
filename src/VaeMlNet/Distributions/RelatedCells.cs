namespace VaeMlNet;

/// <summary>Fills the cells of a row that follow from its other cells by the relations of a table.</summary>
/// <remarks>
/// A row has one number for each related column: a key counts from 1, and a Boolean is 0 or 1. Thread safety: immutable.
/// </remarks>
internal sealed class RelatedCells
{
    // Relations form chains of two, and a product at the end changes what comes first.
    private const int MostPasses = 4;

    // A number of one step more is rounded otherwise.
    private const double ToleratedSteps = 1.5;

    // A product whose price is rounded differs from a sum with the same total.
    private const double RoundingShare = 0.01;

    private readonly (int Source, int Target, ColumnLookup Lookup)[] lookups;
    private readonly SolvedEquation[] equations;

    // A sum with the price would leave only the quantity to a known amount, which is rounded.
    private readonly SolvedEquation[] productsFirst;

    // Those of several numbers that determine other columns.
    private readonly SolvedEquation[] movedTogether;

    // A part of a sum also follows from a proportion, but only up to rounding.
    private readonly SolvedEquation[] exactFirst;
    private readonly (int Lower, int Upper)[] orders;
    private readonly (int Lower, int Upper)[] ordersDownwards;
    private readonly bool[] isOrdered;
    private readonly bool[] isLine; // of each lookup: whether it gives numbers between its points

    public RelatedCells(ColumnRelations relations)
    {
        Columns = relations.Columns;
        lookups = [.. relations.Lookups.Select(lookup => (IndexOf(lookup.Source), IndexOf(lookup.Target), lookup))];
        InverseLookup?[] inverses =
        [
            .. lookups.Select(lookup =>
                InverseLookup.Of(lookup.Lookup, lookup.Source, lookup.Target, Columns[lookup.Source])
            ),
        ];
        isLine = [.. lookups.Zip(inverses, (lookup, inverse) => lookup.Lookup.Interpolates && inverse is null)];
        InverseLookups =
        [
            .. inverses
                .OfType<InverseLookup>()
                // Finer groups first, and single values in them.
                .OrderBy(inverse => inverse.IsOfKnown)
                .ThenByDescending(inverse => inverse.Intervals.Count)
                .GroupBy(inverse => inverse.Source),
        ];
        // A whole and its part that are both missing: other parts and the proportion give the whole so that both hold.
        var ofWholes = relations
            .Equations.SelectMany(sum => relations.Equations.Select(sum.Without))
            .OfType<ColumnEquation>()
            .Where(sum =>
                sum.IsValid(_ => true)
                && !relations.Equations.Any(other => other.Columns.ToHashSet().SetEquals(sum.Columns))
            );
        SolvedEquation[] all =
        [
            .. ofWholes.Select(sum => new SolvedEquation(sum, Columns, givesTargetOnly: true)),
            .. relations
                .Equations.Select(equation => new SolvedEquation(equation, Columns))
                .OrderBy(equation => equation.IsSum ? 0 : 1),
        ];
        equations = [.. all.Where(equation => !equation.Follows)];
        SumGroups = Group([.. equations.Where(equation => equation.IsSum)]);
        exactFirst =
        [
            .. all.OrderBy(equation =>
                equation.IsPlain ? 0
                : equation.Follows ? 1
                : 2
            ),
        ];
        CompletedSumGroups = Group([.. exactFirst.Where(equation => equation.IsSum)]);
        Products = [.. equations.Where(equation => !equation.IsSum)];
        productsFirst = [.. Products, .. equations.Where(equation => equation.IsSum)];
        movedTogether =
        [
            .. productsFirst.Where(equation => InverseLookups.Count(group => equation.Columns.Contains(group.Key)) > 1),
        ];
        // The number that an equation gives best comes behind those that move.
        InverseLookups = [.. InverseLookups.OrderByDescending(group => PlaceInEquation(group.Key))];
        orders = SortUpwards([.. relations.Orders.Select(order => (IndexOf(order.Lower), IndexOf(order.Upper)))]);
        ordersDownwards = [.. Enumerable.Reverse(orders)];
        isOrdered = [.. Columns.Select((_, i) => Array.Exists(orders, order => order.Lower == i || order.Upper == i))];
        Levels = new int[Columns.Count];
        // Each pass moves a computed column behind its sources. The relations have no circles.
        for (var pass = 0; pass < Columns.Count; pass++)
        {
            foreach (var (source, target, lookup) in lookups.Where(lookup => lookup.Lookup.IsComputed))
            {
                Levels[target] = Math.Max(Levels[target], Levels[source] + 1);
            }

            foreach (var equation in equations)
            {
                if (equation.Computed is { } computed)
                {
                    var sources = equation.Columns.Where(column => column != computed);
                    Levels[computed] = Math.Max(Levels[computed], sources.Max(column => Levels[column]) + 1);
                }
            }
        }

        // A computed number is not drawn again if it breaks an order, so that the other one is drawn behind it.
        foreach (var (lower, upper) in orders)
        {
            DrawBehind(lower, upper);
        }

        foreach (var (lower, upper) in ordersDownwards)
        {
            DrawBehind(upper, lower);
        }

        int IndexOf(string name) => Columns.Index().First(column => column.Item.Name == name).Index;
    }

    private int PlaceInEquation(int column) =>
        MovedTogether(column)
            .Select(equation => Array.IndexOf([.. equation.Preferred(isTargetKnown: true)], column))
            .DefaultIfEmpty(int.MaxValue)
            .Min();

    private void DrawBehind(int computed, int other)
    {
        if (Levels[computed] > 0 && Levels[other] == 0 && !IsSource(other))
        {
            Levels[other] = Levels[computed] + 1;
        }
    }

    /// <summary>Returns whether other columns are computed from a column.</summary>
    public bool IsSource(int column) =>
        Array.Exists(lookups, lookup => lookup.Source == column && lookup.Lookup.IsComputed)
        || Array.Exists(equations, equation => equation.Computed is not null && equation.Columns.Contains(column));

    /// <summary>Gets the number of passes over all relations: cells can follow from cells that follow from observed ones.</summary>
    public int Passes => lookups.Length + equations.Length > 1 ? 2 : 1;

    public IReadOnlyList<RelatedColumn> Columns { get; }

    /// <summary>Gets the lookups with the indices of their columns.</summary>
    public IReadOnlyList<(int Source, int Target, ColumnLookup Lookup)> Lookups => lookups;

    /// <summary>Gets the last lookup that gives numbers between its points, which are not as exact as equations; null if there is none.</summary>
    public ColumnLookup? LastLine => lookups.Where((_, i) => isLine[i]).Select(lookup => lookup.Lookup).LastOrDefault();

    /// <summary>
    /// Gets the lookups from categories to categories, which a filled source gives, too. Numbers keep the model's values: the logarithm of a mean is
    /// not the mean of logarithms.
    /// </summary>
    public IEnumerable<(int Source, int Target, ColumnLookup Lookup)> FilledLookups =>
        lookups.Where(lookup => Columns[lookup.Source].KeyCount > 0 && Columns[lookup.Target].KeyCount > 0);

    /// <summary>Gets the intervals of numbers that determine other columns, in groups by the number.</summary>
    public IReadOnlyList<IGrouping<int, InverseLookup>> InverseLookups { get; }

    /// <summary>
    /// Gets the sums in groups without common columns, so that those of a group can be computed together. Of sums with common columns, the group of
    /// the one that comes first comes first.
    /// </summary>
    public IReadOnlyList<SolvedEquation[]> SumGroups { get; }

    /// <summary>Gets the sums in groups like <see cref="SumGroups"/>, first those that only add and subtract, which give exactly the cells that follow.</summary>
    public IReadOnlyList<SolvedEquation[]> CompletedSumGroups { get; }

    /// <summary>Gets the other equations, which come after the sums.</summary>
    public IReadOnlyList<SolvedEquation> Products { get; }

    /// <summary>Gets the indices of the columns with an order. Pairs come behind those whose upper column is their lower one.</summary>
    public IReadOnlyList<(int Lower, int Upper)> Orders => orders;

    /// <summary>
    /// Gets for each column 0 if it is drawn, and otherwise a number above those of the columns from which it is computed, or of a computed one with which it has an order.
    /// </summary>
    public int[] Levels { get; }

    /// <summary>Gets about the number of nodes that the relations need in imputer.onnx.</summary>
    public int NodeCount =>
        (6 * Columns.Count)
        + (2 * Passes * Columns.Sum(column => column.Values?.Length ?? 0))
        + CompletedSumGroups.Sum(NodesOfSums)
        + Products.Sum(product => NodesOfProduct(product.Columns.Length))
        + lookups.Sum(lookup => lookup.Lookup.Interpolates ? 52 : 35)
        + (60 * InverseLookups.Sum(group => group.Count()))
        + InverseLookups.Sum(group => MovedTogether(group.Key).Sum(NodesOfMove))
        + (8 * orders.Length);

    /// <summary>Computes the unknown cells that follow from known ones, and marks them as known. What is exact comes first.</summary>
    public void Complete(Span<float> cells, Span<bool> known)
    {
        for (var pass = 0; pass < Passes; pass++)
        {
            CompleteSums(isExact: true, pass, cells, known);
            foreach (var product in Products)
            {
                Complete(product, product.Target, cells, known);
            }

            CompleteLookups(interpolates: false, pass, cells, known);
            CompleteSums(isExact: false, pass, cells, known);
            foreach (var product in Products)
            {
                foreach (
                    var column in product.Columns.Where(column => column != product.Target && !IsLater(column, pass))
                )
                {
                    Complete(product, column, cells, known);
                }
            }

            CompleteLookups(interpolates: true, pass, cells, known);
        }
    }

    /// <summary>
    /// Returns whether a column is computed only in a later pass where this is not exact: its equation may be, when the other columns are known.
    /// </summary>
    public bool IsLater(int column, int pass) =>
        pass < Passes - 1 && Array.Exists(equations, equation => equation.Target == column);

    /// <summary>Returns the same for a column of a sum, which may not give it at all. One that follows from others also waits for the equation that computes the column.</summary>
    public bool IsLater(SolvedEquation sum, int column, int pass) =>
        !sum.Gives(column)
        || IsLater(column, pass)
        || (sum.Follows && pass < Passes - 1 && Array.Exists(equations, equation => equation.Computed == column));

    /// <summary>
    /// Returns a computed number with the digits of a drawn one that its sum of two columns does not give: a stay of 5.2 days of which the whole days, 5, are computed
    /// from others. The sum gives the same for both.
    /// </summary>
    public float WithDrawnDigits(int column, float computed, Func<float> draw) =>
        Array.Find(equations, equation => equation.Computed == column && equation.Columns.Length == 2) is { } sum
        && sum.GivesRoughly(column)
            ? Columns[column].Round(computed + Math.IEEERemainder(draw() - computed, sum.DistanceOf(column)))
            : computed;

    /// <summary>Returns an unknown cell if it follows from known ones; otherwise null.</summary>
    public float? Compute(int column, ReadOnlySpan<float> cells, ReadOnlySpan<bool> known) =>
        Solve(column, isExact: true, cells, known)
        ?? Find(column, interpolates: false, cells, known)
        ?? Solve(column, isExact: false, cells, known)
        ?? Find(column, interpolates: true, cells, known);

    /// <summary>
    /// Changes the cells that a model filled, so that they have the decimals of their columns and the relations hold: cells that follow from observed
    /// ones, then the category that each lookup gives, numbers that imply another category, cells that break an order, and one cell of each equation.
    /// </summary>
    /// <param name="cells">The cells, all of which have a value.</param>
    /// <param name="known">Whether each cell was observed. All are at the end.</param>
    public void Fill(Span<float> cells, Span<bool> known)
    {
        for (var column = 0; column < known.Length; column++)
        {
            cells[column] = known[column] ? cells[column] : Columns[column].Round(cells[column]);
        }

        Complete(cells, known);
        foreach (var (source, target, lookup) in FilledLookups)
        {
            if (!known[target] && lookup.Find(cells[source]) is { } found)
            {
                (cells[target], known[target]) = (found, true);
            }
        }

        foreach (var group in InverseLookups)
        {
            Move(group.Key, group, cells, known);
        }

        Order(cells, known);
        foreach (var equation in productsFirst)
        {
            Balance(equation, cells, known);
        }
    }

    /// <summary>Gets the equations of a number that moves in which another one moves.</summary>
    public IEnumerable<SolvedEquation> MovedTogether(int column) =>
        movedTogether.Where(equation => equation.Columns.Contains(column));

    /// <summary>Gets the intervals of a number.</summary>
    public IEnumerable<InverseLookup> InversesOf(int column) =>
        InverseLookups.Where(group => group.Key == column).SelectMany(group => group);

    /// <summary>Returns whether a number always moves, so that what it determines must follow from it.</summary>
    public bool MovesToFilled(int column) => InversesOf(column).Any(inverse => !inverse.IsOfKnown);

    /// <summary>Returns the limits of a number that an equation gives at the end.</summary>
    public (float Low, float High) LimitsIn(SolvedEquation equation, int column)
    {
        var (low, high) = column == equation.Computed ? (float.MinValue, float.MaxValue) : LimitsOf(column);
        var allowed = equation.IsSum ? (Low: low, High: high) : equation.AllowedRange(column);
        return (Math.Max(low, allowed.Low), Math.Min(high, allowed.High));
    }

    /// <summary>
    /// Moves an unknown number into intervals that imply the observed columns that it determines, then to where its equations leave other numbers in
    /// theirs, then into intervals of the filled columns, which are those that it implies afterwards. A number that follows from others that moved is
    /// computed instead.
    /// </summary>
    private void Move(int source, IEnumerable<InverseLookup> inverses, Span<float> cells, Span<bool> known)
    {
        if (known[source])
        {
            return;
        }

        foreach (var equation in MovedTogether(source))
        {
            Complete(equation, source, cells, known);
        }

        if (!known[source])
        {
            var range = (float.MinValue, float.MaxValue);
            Move(inverses, isOfKnown: true, ref range, cells, known);
            foreach (var equation in MovedTogether(source))
            {
                Limit(equation, source, ref range, cells, known);
            }

            Move(inverses, isOfKnown: false, ref range, cells, known);
        }

        foreach (var inverse in inverses)
        {
            var target = inverse.Target;
            if (known[source] && !known[target] && inverse.Lookup.Find(cells[source]) is { } found)
            {
                (cells[target], known[target]) = (found, true);
            }
        }
    }

    private static void Move(
        IEnumerable<InverseLookup> inverses,
        bool isOfKnown,
        ref (float Low, float High) range,
        Span<float> cells,
        Span<bool> known
    )
    {
        foreach (var inverse in inverses)
        {
            if (known[inverse.Target] == isOfKnown && (isOfKnown || !inverse.IsOfKnown))
            {
                var source = inverse.Source;
                known[source] |= inverse.Move(ref cells[source], cells[inverse.Target], ref range);
            }
        }
    }

    /// <summary>Moves an unknown number to where an equation leaves its other unknown numbers in intervals that imply observed columns.</summary>
    private void Limit(
        SolvedEquation equation,
        int source,
        ref (float Low, float High) range,
        Span<float> cells,
        Span<bool> known
    )
    {
        var (lowest, highest) = (cells.ToArray(), cells.ToArray());
        var moves = MovesToFilled(source);
        foreach (var column in equation.Columns)
        {
            if (column != source && !known[column])
            {
                var number = cells[column];
                var (low, high) = LimitsIn(equation, column);
                var own = (low, high);
                foreach (var inverse in InversesOf(column))
                {
                    moves |= known[inverse.Target] && inverse.Move(ref number, cells[inverse.Target], ref own);
                }

                (lowest[column], highest[column]) = equation.Rises(source, column) ? own : (own.high, own.low);
            }
        }

        var limited = (
            Low: Math.Max(range.Low, equation.Limit(source, lowest, isLowest: true) ?? float.MinValue),
            High: Math.Min(range.High, equation.Limit(source, highest, isLowest: false) ?? float.MaxValue)
        );
        if (limited.Low <= limited.High)
        {
            range = limited;
            cells[source] = Math.Min(Math.Max(cells[source], range.Low), range.High);
            known[source] |= moves;
        }
    }

    /// <summary>Moves unknown numbers that are above or below another one that they never are above or below.</summary>
    public void Order(Span<float> cells, ReadOnlySpan<bool> known)
    {
        var (least, _) = BoundsOf(cells, known);
        for (var column = 0; column < known.Length; column++)
        {
            cells[column] = known[column] ? cells[column] : Math.Max(cells[column], least[column]);
        }

        foreach (var (lower, upper) in ordersDownwards)
        {
            cells[lower] = known[lower] ? cells[lower] : Math.Min(cells[lower], cells[upper]);
        }
    }

    /// <summary>Returns the closest number that breaks no order with known ones, also across unknown ones.</summary>
    public float ToOrder(int column, float value, ReadOnlySpan<float> cells, ReadOnlySpan<bool> known) =>
        isOrdered[column] && BoundsOf(cells, known) is var (least, most)
            ? Math.Min(Math.Max(value, least[column]), most[column])
            : value;

    /// <summary>
    /// Returns whether a value implies another value of a known cell than that it has. A drawn cell is computed again if a lookup of all values
    /// gives it; a given one cannot change.
    /// </summary>
    public bool ImpliesOther(
        int column,
        float value,
        ReadOnlySpan<float> cells,
        ReadOnlySpan<bool> known,
        ReadOnlySpan<bool> isDrawn
    )
    {
        foreach (var (source, target, lookup) in lookups)
        {
            if (
                source == column
                && known[target]
                && (lookup.IsPartial || !isDrawn[target])
                && Find(lookup, target, Columns[column].Round(value)) is { } found
                && found != cells[target]
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Returns whether the relations of the given cells hold, also among them. An equation holds up to 1 %, or the decimals of one of its drawn
    /// cells, because other equations may have rounded that cell. Lines between numbers are not checked, because a rounded number hardly ever gives another one to its last digit.
    /// </summary>
    /// <inheritdoc cref="Settle(Span{float}, ReadOnlySpan{bool}, ReadOnlySpan{bool})" path="/param"/>
    public bool FitGiven(ReadOnlySpan<float> cells, ReadOnlySpan<bool> known, ReadOnlySpan<bool> isDrawn)
    {
        for (var i = 0; i < lookups.Length; i++)
        {
            var (source, target, lookup) = lookups[i];
            if (
                !isLine[i]
                && AreOfGiven([source, target], known, isDrawn)
                // The first and the last interval do not end at the training values.
                && lookup.Find(
                    lookup.Interpolates ? Math.Clamp(cells[source], lookup.Values[0], lookup.Values[^1]) : cells[source]
                )
                    is { } found
                && found != cells[target]
            )
            {
                return false;
            }
        }

        foreach (var (lower, upper) in orders)
        {
            if (AreOfGiven([lower, upper], known, isDrawn) && cells[lower] > cells[upper])
            {
                return false;
            }
        }

        foreach (var equation in equations)
        {
            if (AreOfGiven(equation.Columns, known, isDrawn) && !Holds(equation, cells, isDrawn))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns whether all cells are known and one of them was given.</summary>
    private static bool AreOfGiven(ReadOnlySpan<int> columns, ReadOnlySpan<bool> known, ReadOnlySpan<bool> isDrawn)
    {
        var hasGiven = false;
        foreach (var column in columns)
        {
            if (!known[column])
            {
                return false;
            }

            hasGiven |= !isDrawn[column];
        }

        return hasGiven;
    }

    /// <summary>Returns whether the target, or a drawn cell, is what the others give. A product with a factor that is not above 0 says nothing.</summary>
    private bool Holds(SolvedEquation equation, ReadOnlySpan<float> cells, ReadOnlySpan<bool> isDrawn)
    {
        if (!equation.IsSum && !equation.ArePositive(cells))
        {
            return true;
        }

        foreach (var column in equation.Columns)
        {
            if ((isDrawn[column] || column == equation.Target) && equation.Solve(column, cells) is { } solved)
            {
                var tolerance =
                    (ToleratedSteps / Columns[column].StepsPerUnit ?? 0) + (RoundingShare * Math.Abs((double)solved));
                if (Math.Abs((double)solved - cells[column]) <= tolerance)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// Solves the equations for their targets at the end, because the rounding of another computed column changes the target a little. A sum
    /// whose target was given, or would be negative though no training value is, is solved for one of its drawn parts, and so is a product whose target was
    /// given, or would be far outside the training values. What follows from a column that changes is computed again, also where a computed column breaks
    /// an order with a drawn one.
    /// </summary>
    /// <param name="cells">The cells.</param>
    /// <param name="known">Whether each cell has a value.</param>
    /// <param name="isDrawn">Whether each cell was drawn, so that it may change.</param>
    public void Settle(Span<float> cells, ReadOnlySpan<bool> known, ReadOnlySpan<bool> isDrawn)
    {
        var before = new float[cells.Length];
        for (var pass = 0; pass < MostPasses && !cells.SequenceEqual(before); pass++)
        {
            cells.CopyTo(before);
            OrderDrawn(cells, known, isDrawn);
            foreach (var equation in equations)
            {
                Settle(equation, cells, known, isDrawn);
            }

            foreach (var (source, target, lookup) in lookups)
            {
                if (
                    lookup.IsComputed
                    && isDrawn[target]
                    && known[target]
                    && known[source]
                    && cells[source] != before[source]
                    && Find(lookup, target, cells[source]) is { } found
                )
                {
                    cells[target] = found;
                }
            }
        }
    }

    /// <summary>Moves numbers from which others are computed to these where they break an order.</summary>
    private void OrderDrawn(Span<float> cells, ReadOnlySpan<bool> known, ReadOnlySpan<bool> isDrawn)
    {
        foreach (var (lower, upper) in orders)
        {
            if (!known[lower] || !known[upper] || cells[lower] <= cells[upper])
            {
                continue;
            }

            if (isDrawn[lower] && Levels[lower] == 0)
            {
                cells[lower] = Columns[lower].Round(cells[upper], -RelatedColumn.InwardShare);
            }
            else if (isDrawn[upper] && Levels[upper] == 0)
            {
                cells[upper] = Columns[upper].Round(cells[lower], RelatedColumn.InwardShare);
            }
        }
    }

    private void Settle(
        SolvedEquation equation,
        Span<float> cells,
        ReadOnlySpan<bool> known,
        ReadOnlySpan<bool> isDrawn
    )
    {
        var target = equation.Target;
        if (!known[target] || !AreKnown(equation, target, known))
        {
            return;
        }

        var solved = isDrawn[target] ? equation.Solve(target, cells) : null;
        if (solved is { } value && (!equation.IsSum || HasUsualSign(target, value)))
        {
            cells[target] = value;
        }
        else
        {
            bool[] given = [.. isDrawn];
            for (var column = 0; column < given.Length; column++)
            {
                // What other equations compute would not keep the rest.
                var isOfOthers = Levels[column] > 0 && column != target && column != equation.Computed;
                given[column] = !given[column] || isOfOthers;
            }

            if (!Balance(equation, cells, given, limitsComputed: isDrawn[target]) && isDrawn[target])
            {
                // No other part may change.
                cells[target] = equation.Solve(target, cells) ?? cells[target];
            }
        }
    }

    /// <summary>Returns whether a number has the sign of the training values, and is not nearer to 0 than all of them.</summary>
    public bool IsPossible(int column, float value)
    {
        var (low, high) = LimitsOf(column);
        return value >= low && value <= high;
    }

    /// <summary>Returns whether a number is not negative if no training value is, and not positive if none is.</summary>
    public bool HasUsualSign(int column, float value) =>
        !(value < 0 && Columns[column].Minimum >= 0) && !(value > 0 && Columns[column].Maximum <= 0);

    /// <summary>Returns the closest possible number.</summary>
    public float ToLimits(int column, float value)
    {
        var (low, high) = LimitsOf(column);
        return Math.Min(Math.Max(value, low), high);
    }

    /// <summary>
    /// Returns the limits of a number that is the rest of a sum: a part of a large total can be larger than all training values, but not
    /// negative if they are not.
    /// </summary>
    public (float Low, float High) LimitsOf(int column) =>
        (
            Columns[column].Minimum >= 0 ? Columns[column].Minimum : float.MinValue,
            Columns[column].Maximum <= 0 ? Columns[column].Maximum : float.MaxValue
        );

    private static (int Lower, int Upper)[] SortUpwards((int Lower, int Upper)[] pairs)
    {
        Dictionary<int, int> heights = []; // the most pairs below each column
        for (var pass = 0; pass < pairs.Length; pass++)
        {
            foreach (var (lower, upper) in pairs)
            {
                // Orders of a damaged folder can have circles.
                var height = Math.Min(heights.GetValueOrDefault(lower) + 1, pairs.Length);
                heights[upper] = Math.Max(heights.GetValueOrDefault(upper), height);
            }
        }

        return [.. pairs.OrderBy(pair => heights.GetValueOrDefault(pair.Lower))];
    }

    /// <summary>Returns for each column the largest known number that it is never below, and the smallest one that it is never above.</summary>
    private (float[] Least, float[] Most) BoundsOf(ReadOnlySpan<float> cells, ReadOnlySpan<bool> known)
    {
        float[] least = [.. Enumerable.Repeat(float.MinValue, Columns.Count)];
        float[] most = [.. Enumerable.Repeat(float.MaxValue, Columns.Count)];
        foreach (var (lower, upper) in orders)
        {
            least[upper] = Math.Max(least[upper], known[lower] ? cells[lower] : least[lower]);
        }

        foreach (var (lower, upper) in ordersDownwards)
        {
            most[lower] = Math.Min(most[lower], known[upper] ? cells[upper] : most[upper]);
        }

        return (least, most);
    }

    private void CompleteSums(bool isExact, int pass, Span<float> cells, Span<bool> known)
    {
        foreach (var sum in CompletedSumGroups.SelectMany(sums => sums))
        {
            foreach (var column in sum.Columns)
            {
                if (sum.IsExact(column) == isExact && (isExact || !IsLater(sum, column, pass)))
                {
                    Complete(sum, column, cells, known);
                }
            }
        }
    }

    private static void Complete(SolvedEquation equation, int column, Span<float> cells, Span<bool> known)
    {
        if (!known[column] && AreKnown(equation, column, known) && equation.Complete(column, cells) is { } value)
        {
            (cells[column], known[column]) = (value, true);
        }
    }

    private void CompleteLookups(bool interpolates, int pass, Span<float> cells, Span<bool> known)
    {
        foreach (var (source, target, lookup) in lookups)
        {
            if (
                lookup.Interpolates == interpolates
                && !(interpolates && IsLater(target, pass))
                && !known[target]
                && known[source]
                && Find(lookup, target, cells[source]) is { } value
            )
            {
                (cells[target], known[target]) = (value, true);
            }
        }
    }

    private float? Solve(int column, bool isExact, ReadOnlySpan<float> cells, ReadOnlySpan<bool> known)
    {
        foreach (var equation in exactFirst)
        {
            if (
                equation.Columns.Contains(column)
                && equation.Gives(column)
                && equation.IsExact(column) == isExact
                && AreKnown(equation, column, known)
                && equation.Complete(column, cells) is { } solved
            )
            {
                return solved;
            }
        }

        return null;
    }

    /// <summary>Returns the target of a lookup. Between known points, it has the decimals of its column.</summary>
    private float? Find(ColumnLookup lookup, int target, float value) =>
        lookup.Find(value) is not { } found ? null
        : lookup.Interpolates ? Columns[target].Round(found)
        : found;

    private float? Find(int column, bool interpolates, ReadOnlySpan<float> cells, ReadOnlySpan<bool> known)
    {
        foreach (var (source, target, lookup) in lookups)
        {
            if (
                target == column
                && lookup.Interpolates == interpolates
                && known[source]
                && Find(lookup, target, cells[source]) is { } found
            )
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Solves an equation for one of its unknown cells, and marks all as known.</summary>
    /// <returns>True if the equation holds.</returns>
    private bool Balance(SolvedEquation equation, Span<float> cells, Span<bool> known, bool limitsComputed = false)
    {
        int? chosen = null;
        foreach (var column in equation.Preferred(known[equation.Target]))
        {
            if (chosen is null && !known[column] && equation.Solve(column, cells) is { } solved)
            {
                // The rest of a sum can be negative. The column then takes its limit, and the next one the rest.
                cells[column] = column == equation.Computed && !limitsComputed ? solved : ToLimits(column, solved);
                chosen = cells[column] == solved ? column : null;
            }
        }

        if (
            !known[equation.Target]
            && chosen is not null
            && chosen == equation.Computed
            && chosen != equation.Target
            && equation.Solve(equation.Target, cells) is { } settled
        )
        {
            cells[equation.Target] = settled;
        }

        foreach (var column in equation.Columns)
        {
            known[column] = true;
        }

        return chosen is not null;
    }

    private static SolvedEquation[][] Group(SolvedEquation[] sums)
    {
        Dictionary<int, int> groups = []; // the last group of each column
        return
        [
            .. sums.GroupBy(sum =>
                {
                    var group = sum.Columns.Max(column => groups.GetValueOrDefault(column)) + 1;
                    foreach (var column in sum.Columns)
                    {
                        groups[column] = group;
                    }

                    return group;
                })
                .OrderBy(group => group.Key)
                .Select(group => group.ToArray()),
        ];
    }

    private static int NodesOfSums(SolvedEquation[] sums)
    {
        var columnCount = sums.Max(sum => sum.Columns.Length);
        var isAllExact = Array.TrueForAll(sums, sum => Array.TrueForAll(sum.Columns, sum.IsExact));
        return 80 + (columnCount * (columnCount + 30)) + (isAllExact ? 0 : 80 + (4 * columnCount));
    }

    private int NodesOfMove(SolvedEquation equation) =>
        60 + (30 * equation.Columns.Length) + (30 * equation.Columns.Sum(column => InversesOf(column).Count()));

    private static int NodesOfProduct(int columnCount) => columnCount * ((17 * columnCount) + 46);

    private static bool AreKnown(SolvedEquation equation, int except, ReadOnlySpan<bool> known)
    {
        foreach (var column in equation.Columns)
        {
            if (column != except && !known[column])
            {
                return false;
            }
        }

        return true;
    }
}
