using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>
/// Adds <see cref="RelatedCells.Fill"/> to imputer.onnx: the relations of the columns change filled cells, and never observed ones.
/// </summary>
/// <remarks>Computes equations in float64, and everything else in float32, step by step like the C# code, so that both give the same numbers.</remarks>
internal sealed partial class RelationNodes
{
    private readonly OnnxGraphBuilder graph;
    private readonly RelatedCells related;
    private readonly NodeValue[] cells; // float32 [N, 1]
    private readonly NodeValue[] known; // bool [N, 1]
    private readonly Dictionary<double, NodeValue> constants = [];
    private readonly LookupNodes lookups;

    private RelationNodes(OnnxGraphBuilder graph, RelatedCells related, NodeValue[] cells, NodeValue[] known)
    {
        this.graph = graph;
        lookups = new(graph, "relations");
        this.related = related;
        this.cells = cells;
        this.known = known;
    }

    /// <summary>Adds the nodes.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="table">The table, which has relations.</param>
    /// <param name="inputs">The raw columns.</param>
    /// <param name="filled">The columns without missing cells; null for Booleans. Related columns are replaced.</param>
    public static void Add(OnnxGraphBuilder graph, Table table, IReadOnlyList<OnnxValue> inputs, OnnxValue?[] filled)
    {
        RelatedCells related = new(table.Relations!);
        if (related.Columns.Count == 0)
        {
            return; // shared values alone, which filled cells do not use
        }

        int[] indices = [.. related.Columns.Select(column => IndexOf(table, column.Name))];
        RelationNodes nodes = new(
            graph,
            related,
            [.. indices.Select(index => new NodeValue(graph, filled[index] ?? inputs[index]).ToFloats())],
            [.. indices.Select(index => AddKnown(table.Columns[index], new(graph, inputs[index])))]
        );
        nodes.AddFill();
        foreach (var (place, index) in indices.Index())
        {
            if (filled[index] is { } old)
            {
                filled[index] = nodes.cells[place].To(old.ElementType).DeclareShape(MatrixNodes.BatchAxis, 1);
            }
        }
    }

    private static int IndexOf(Table table, string name) =>
        table.Columns.Index().First(column => column.Item.Name == name).Index;

    private static NodeValue AddKnown(TableColumn column, NodeValue input)
    {
        var numbers = input.ToFloats();
        return column.Kind == TableColumnKind.Key
            ? (numbers >= 1) & (numbers <= column.KeyCount)
            : numbers < Table.KnownMissing; // NaN is not less
    }

    private void AddFill()
    {
        int?[] all = [.. Enumerable.Range(0, cells.Length)];
        var unrounded = Join(cells);
        Assign(cells, all, JoinKnown(all).Where(unrounded, AddRounded(unrounded.ToDoubles(), all)));
        for (var pass = 0; pass < related.Passes; pass++)
        {
            AddComplete(pass);
        }

        foreach (var (source, target, lookup) in related.FilledLookups)
        {
            Set(target, !known[target], lookups.Add(lookup, cells[source]));
        }

        foreach (var group in related.InverseLookups)
        {
            AddMove(group.Key, group);
        }

        AddOrder();
        foreach (var product in related.Products)
        {
            AddBalance(product);
        }

        foreach (var sums in related.SumGroups)
        {
            AddBalanceSums(sums);
        }
    }

    private void AddMove(int source, IEnumerable<InverseLookup> inverses)
    {
        var isMissing = !known[source];
        var isFree = isMissing;
        foreach (var equation in related.MovedTogether(source))
        {
            AddComplete(equation, source);
            isFree = !known[source];
        }

        var low = cells[source].Min(float.MinValue); // [N, 1]
        var high = cells[source].Max(float.MaxValue);
        foreach (var isOfKnown in (bool[])[true, false])
        {
            foreach (var inverse in inverses.Where(inverse => isOfKnown || !inverse.IsOfKnown))
            {
                var moved = lookups.AddMove(inverse, cells[source], cells[inverse.Target], low, high);
                var isMoved = isFree & moved.IsValid & (isOfKnown ? known[inverse.Target] : !known[inverse.Target]);
                cells[source] = isMoved.Where(moved.Number, cells[source]);
                low = isMoved.Where(moved.Low, low);
                high = isMoved.Where(moved.High, high);
                known[source] |= isMoved;
            }

            foreach (var equation in isOfKnown ? related.MovedTogether(source) : [])
            {
                (low, high) = AddLimit(equation, source, isFree, low, high);
            }
        }

        foreach (var inverse in inverses)
        {
            Set(
                inverse.Target,
                isMissing & known[source] & !known[inverse.Target],
                lookups.Add(inverse.Lookup, cells[source])
            );
        }
    }

    private (NodeValue Low, NodeValue High) AddLimit(
        SolvedEquation equation,
        int source,
        NodeValue isFree,
        NodeValue low,
        NodeValue high
    )
    {
        NodeValue[] lowest = [.. cells];
        NodeValue[] highest = [.. cells];
        var moves = related.MovesToFilled(source) ? Always() : !Always();
        foreach (var column in equation.Columns.Where(column => column != source))
        {
            var number = cells[column];
            var limits = related.LimitsIn(equation, column);
            var ownLow = known[column].Where(number, limits.Low);
            var ownHigh = known[column].Where(number, limits.High);
            foreach (var inverse in related.InversesOf(column))
            {
                var moved = lookups.AddMove(inverse, number, cells[inverse.Target], ownLow, ownHigh);
                var isMoved = !known[column] & known[inverse.Target] & moved.IsValid;
                number = isMoved.Where(moved.Number, number);
                ownLow = isMoved.Where(moved.Low, ownLow);
                ownHigh = isMoved.Where(moved.High, ownHigh);
                moves |= isMoved;
            }

            (lowest[column], highest[column]) = equation.Rises(source, column) ? (ownLow, ownHigh) : (ownHigh, ownLow);
        }

        var limitedLow = AddBound(lowest, RelatedColumn.InwardShare, float.MinValue).Max(low);
        var limitedHigh = AddBound(highest, -RelatedColumn.InwardShare, float.MaxValue).Min(high);
        var isLimited = isFree & (limitedLow <= limitedHigh);
        cells[source] = isLimited.Where(cells[source].Max(limitedLow).Min(limitedHigh), cells[source]);
        known[source] |= isLimited & moves;
        return (isLimited.Where(limitedLow, low), isLimited.Where(limitedHigh, high));

        NodeValue AddBound(NodeValue[] values, float share, float none)
        {
            var (value, isValid) = AddUnrounded(equation, source, values);
            var bound = AddRounded(value, [source], share);
            return (isValid is null ? IsFinite(bound) : isValid & IsFinite(bound)).Where(bound, none);
        }
    }

    private void AddComplete(int pass)
    {
        AddCompleteSums(isExact: true, pass);
        foreach (var product in related.Products)
        {
            AddComplete(product, product.Target);
        }

        AddLookups(interpolates: false, pass);
        AddCompleteSums(isExact: false, pass);
        foreach (var product in related.Products)
        {
            foreach (
                var column in product.Columns.Where(column =>
                    column != product.Target && !related.IsLater(column, pass)
                )
            )
            {
                AddComplete(product, column);
            }
        }

        AddLookups(interpolates: true, pass);
    }

    private void AddComplete(SolvedEquation equation, int column)
    {
        var others = equation.Columns.Where(other => other != column).Select(other => known[other]);
        var (value, isValid) = AddSolved(equation, column);
        value = equation.GivesRoughly(column) ? Nearest(column, value) : value;
        Set(column, others.Aggregate(!known[column], (a, b) => a & b), (value, isValid));
    }

    /// <summary>Returns <see cref="RelatedColumn.Nearest"/>.</summary>
    private NodeValue Nearest(int column, NodeValue value)
    {
        var own = related.Columns[column];
        return (own.Values ?? [])
            .Index()
            .Aggregate(value, (nearest, one) => (value >= own.FirstNearestTo(one.Index)).Where(one.Item, nearest));
    }

    private void AddLookups(bool interpolates, int pass)
    {
        foreach (var (source, target, lookup) in related.Lookups)
        {
            if (lookup.Interpolates == interpolates && !(interpolates && related.IsLater(target, pass)))
            {
                var (value, isValid) = lookups.Add(lookup, cells[source]);
                value = interpolates ? AddRounded(value.ToDoubles(), [target]) : value;
                Set(target, !known[target] & known[source], (value, isValid));
            }
        }
    }

    private void AddOrder()
    {
        var least = new NodeValue?[cells.Length]; // the largest known number that each column is never below
        foreach (var (lower, upper) in related.Orders)
        {
            var bound = least[lower] is { } below
                ? known[lower].Where(cells[lower], below)
                : known[lower].Where(cells[lower], float.MinValue);
            least[upper] = least[upper]?.Max(bound) ?? bound;
        }

        for (var column = 0; column < cells.Length; column++)
        {
            if (least[column] is { } own)
            {
                cells[column] = known[column].Where(cells[column], cells[column].Max(own));
            }
        }

        foreach (var (lower, upper) in related.Orders.Reverse())
        {
            cells[lower] = known[lower].Where(cells[lower], cells[lower].Min(cells[upper]));
        }
    }

    private void AddBalance(SolvedEquation product)
    {
        var isOpen = product.Columns.Select(column => !known[column]).Aggregate((a, b) => a | b);
        NodeValue? isComputed = null; // and the target is unknown
        if (product.Computed is { } computed && computed != product.Target)
        {
            var (value, isValid) = AddSolved(product, computed);
            isComputed = !known[product.Target] & !known[computed] & isValid;
            isOpen &= !isComputed;
            cells[computed] = isComputed.Where(value, cells[computed]);
        }

        foreach (var column in product.Preferred(isTargetKnown: true))
        {
            var (value, isValid) = AddSolved(product, column);
            // With an unknown target, the computed column was solved for before.
            var isFree =
                column == product.Computed && column != product.Target
                    ? known[product.Target] & !known[column]
                    : !known[column];
            var isChanged = isOpen & isFree & isValid;
            var isChosen = isChanged;
            if (column != product.Computed)
            {
                var (low, high) = related.LimitsOf(column);
                var limited = value.Max(low).Min(high);
                isChosen = isChanged & limited.Equal(value);
                value = limited;
            }

            isOpen &= !isChosen;
            cells[column] = isChanged.Where(value, cells[column]);
        }

        if (isComputed is not null)
        {
            var settled = AddSolved(product, product.Target);
            var isSettled = isComputed & settled.IsValid;
            cells[product.Target] = isSettled.Where(settled.Value, cells[product.Target]);
        }

        foreach (var column in product.Columns)
        {
            known[column] = Always();
        }
    }

    private void Set(int column, NodeValue condition, (NodeValue Value, NodeValue IsValid) found)
    {
        var isSet = condition & found.IsValid;
        cells[column] = isSet.Where(found.Value, cells[column]);
        known[column] |= isSet;
    }

    private (NodeValue Value, NodeValue IsValid) AddSolved(SolvedEquation equation, int column)
    {
        var (value, isValid) = AddUnrounded(equation, column, cells);
        var number = AddRounded(value, [column]);
        if (equation.IsSum)
        {
            return (number, IsFinite(number));
        }

        var (low, high) = equation.AllowedRange(column);
        var isAllowed = (number > low) & (number <= high);
        return (number, isValid is null ? isAllowed : isValid & isAllowed);
    }

    private (NodeValue Value, NodeValue? IsValid) AddUnrounded(SolvedEquation equation, int column, NodeValue[] values)
    {
        var value = Constant(equation.Constant);
        NodeValue? isValid = null;
        foreach (var (power, terms) in equation.Factors.Where(factor => !Contains(factor.Terms, column)))
        {
            var sum = terms.Select(term => Term(values[term.Column], term.Coefficient)).Aggregate((a, b) => a + b);
            var isPositive = sum.ToFloats() > 0;
            isValid = isValid is null ? isPositive : isValid & isPositive;
            for (var i = 0; i < Math.Abs(power); i++)
            {
                value = power > 0 ? value / sum : value * sum;
            }
        }

        var (ownPower, own) = equation.Factors[equation.FactorOf(column)];
        value = ownPower < 0 ? Constant(1) / value : value;
        value = Math.Abs(ownPower) == 2 ? value.ToFloats().Sqrt().ToDoubles() : value;
        foreach (var (other, coefficient) in own.Where(term => term.Column != column))
        {
            value -= Term(values[other], coefficient);
        }

        var divisor = own.First(term => term.Column == column).Coefficient;
        return (divisor == 1 ? value : value / Constant(divisor), isValid);
    }

    private static bool Contains((int Column, double Coefficient)[] terms, int column) =>
        Array.Exists(terms, term => term.Column == column);

    /// <summary>Adds a term as float64.</summary>
    private NodeValue Term(NodeValue value, double coefficient)
    {
        var cell = value.ToDoubles();
        return coefficient == 1 ? cell : Constant(coefficient) * cell;
    }

    /// <summary>Adds a number of float32 as float64.</summary>
    private NodeValue Constant(double number)
    {
        if (!constants.TryGetValue(number, out var constant))
        {
            constant = new NodeValue(graph, graph.AddScalar((float)number)).ToDoubles();
            constants.Add(number, constant);
        }

        return constant;
    }

    private NodeValue Join(IEnumerable<NodeValue> parts) => MatrixNodes.AddJoin(graph, [.. parts]);
}
