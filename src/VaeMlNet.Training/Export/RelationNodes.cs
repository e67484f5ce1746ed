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
    private readonly OnnxValue[] cells; // float32 [N, 1]
    private readonly OnnxValue[] known; // bool [N, 1]
    private readonly Dictionary<double, OnnxValue> constants = [];
    private readonly LookupNodes lookups;

    private RelationNodes(OnnxGraphBuilder graph, RelatedCells related, OnnxValue[] cells, OnnxValue[] known)
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
            [.. indices.Select(index => graph.AddCast(filled[index] ?? inputs[index], OnnxElementType.Float32))],
            [.. indices.Select(index => AddKnown(graph, table.Columns[index], inputs[index]))]
        );
        nodes.AddFill();
        foreach (var (place, index) in indices.Index())
        {
            if (filled[index] is { } old)
            {
                filled[index] = graph
                    .AddCast(nodes.cells[place], old.ElementType)
                    .DeclareShape(MatrixNodes.BatchAxis, 1);
            }
        }
    }

    private static int IndexOf(Table table, string name) =>
        table.Columns.Index().First(column => column.Item.Name == name).Index;

    private static OnnxValue AddKnown(OnnxGraphBuilder graph, TableColumn column, OnnxValue input)
    {
        var numbers = graph.AddCast(input, OnnxElementType.Float32);
        return column.Kind == TableColumnKind.Key
            ? graph.AddNode(
                "And",
                [
                    graph.AddNode("GreaterOrEqual", [numbers, graph.AddScalar(1)]),
                    graph.AddNode("LessOrEqual", [numbers, graph.AddScalar(column.KeyCount)]),
                ]
            )
            : graph.AddNode("Less", [numbers, graph.AddScalar(Table.KnownMissing)]); // NaN is not less
    }

    private void AddFill()
    {
        int?[] all = [.. Enumerable.Range(0, cells.Length)];
        var unrounded = MatrixNodes.AddJoin(graph, cells);
        Assign(cells, all, Where(JoinKnown(all), unrounded, AddRounded(Doubles(unrounded), all)));
        for (var pass = 0; pass < related.Passes; pass++)
        {
            for (var column = 0; column < cells.Length; column++)
            {
                AddComplete(column);
            }

            foreach (var sums in related.SumGroups)
            {
                AddCompleteSums(sums);
            }
        }

        foreach (var (lower, upper) in related.Orders)
        {
            var isUpper = And(known[lower], Not(known[upper]));
            var smaller = graph.AddNode("Min", [cells[lower], cells[upper]]);
            var larger = graph.AddNode("Max", [cells[upper], cells[lower]]);
            cells[lower] = Where(known[lower], cells[lower], smaller);
            cells[upper] = Where(isUpper, larger, cells[upper]);
        }

        foreach (var (source, target, lookup) in related.FilledLookups)
        {
            Set(target, Not(known[target]), lookups.Add(lookup, cells[source]));
        }

        foreach (var sums in related.SumGroups)
        {
            AddBalanceSums(sums);
        }

        foreach (var product in related.Products)
        {
            AddBalance(product);
        }
    }

    private void AddComplete(int column)
    {
        foreach (var (source, target, lookup) in related.Lookups)
        {
            if (target == column)
            {
                Set(column, And(Not(known[column]), known[source]), lookups.Add(lookup, cells[source]));
            }
        }

        foreach (var product in related.Products.Where(product => product.Columns.Contains(column)))
        {
            var others = product.Columns.Where(other => other != column).Select(other => known[other]);
            Set(column, others.Aggregate(Not(known[column]), And), AddSolved(product, column));
        }
    }

    private void AddBalance(SolvedEquation product)
    {
        var isOpen = product.Columns.Select(column => Not(known[column])).Aggregate(Or);
        var isTargetUnknown = Not(known[product.Target]);
        OnnxValue? isComputed = null;
        foreach (var column in product.Preferred)
        {
            var (value, isValid) = AddSolved(product, column);
            var isChanged = And(And(isOpen, Not(known[column])), isValid);
            var isChosen = isChanged;
            if (column == product.Computed)
            {
                isComputed = isChosen;
            }
            else
            {
                var (low, high) = related.LimitsOf(column);
                var atLeast = graph.AddNode("Max", [value, graph.AddScalar(low)]);
                var limited = graph.AddNode("Min", [atLeast, graph.AddScalar(high)]);
                isChosen = And(isChanged, graph.AddNode("Equal", [limited, value]));
                value = limited;
            }

            isOpen = And(isOpen, Not(isChosen));
            cells[column] = Where(isChanged, value, cells[column]);
        }

        if (isComputed is not null && product.Computed != product.Target)
        {
            var settled = AddSolved(product, product.Target);
            cells[product.Target] = Where(
                And(And(isTargetUnknown, isComputed), settled.IsValid),
                settled.Value,
                cells[product.Target]
            );
        }

        foreach (var column in product.Columns)
        {
            known[column] = Always();
        }
    }

    private void Set(int column, OnnxValue condition, (OnnxValue Value, OnnxValue IsValid) found)
    {
        var isSet = And(condition, found.IsValid);
        cells[column] = Where(isSet, found.Value, cells[column]);
        known[column] = Or(known[column], isSet);
    }

    private (OnnxValue Value, OnnxValue IsValid) AddSolved(SolvedEquation product, int column)
    {
        var value = Constant(product.Constant);
        OnnxValue? isValid = null;
        foreach (var (power, terms) in product.Factors.Where(factor => !Contains(factor.Terms, column)))
        {
            var sum = terms.Select(term => Term(term.Column, term.Coefficient)).Aggregate((a, b) => Node("Add", a, b));
            var isPositive = graph.AddNode("Greater", [Floats(sum), graph.AddScalar(0)]);
            isValid = isValid is null ? isPositive : And(isValid, isPositive);
            for (var i = 0; i < Math.Abs(power); i++)
            {
                value = Node(power > 0 ? "Div" : "Mul", value, sum);
            }
        }

        var (ownPower, own) = product.Factors[product.FactorOf(column)];
        value = ownPower < 0 ? Node("Div", Constant(1), value) : value;
        value = Math.Abs(ownPower) == 2 ? Doubles(graph.AddNode("Sqrt", [Floats(value)])) : value;
        foreach (var (other, coefficient) in own.Where(term => term.Column != column))
        {
            value = Node("Sub", value, Term(other, coefficient));
        }

        var divisor = own.First(term => term.Column == column).Coefficient;
        var number = AddRounded(divisor == 1 ? value : Node("Div", value, Constant(divisor)), [column]);
        var (low, high) = product.AllowedRange(column);
        var isAllowed = And(
            graph.AddNode("Greater", [number, graph.AddScalar(low)]),
            graph.AddNode("LessOrEqual", [number, graph.AddScalar(high)])
        );
        return (number, isValid is null ? isAllowed : And(isValid, isAllowed));
    }

    private static bool Contains((int Column, double Coefficient)[] terms, int column) =>
        Array.Exists(terms, term => term.Column == column);

    /// <summary>Adds a term as float64.</summary>
    private OnnxValue Term(int column, double coefficient)
    {
        var cell = Doubles(cells[column]);
        return coefficient == 1 ? cell : Node("Mul", Constant(coefficient), cell);
    }

    /// <summary>Adds a number of float32 as float64.</summary>
    private OnnxValue Constant(double number)
    {
        if (!constants.TryGetValue(number, out var constant))
        {
            constants.Add(number, constant = Doubles(graph.AddScalar((float)number)));
        }

        return constant;
    }

    private OnnxValue Floats(OnnxValue values) => graph.AddCast(values, OnnxElementType.Float32);

    private OnnxValue Doubles(OnnxValue values) => graph.AddCast(values, OnnxElementType.Float64);

    private OnnxValue Node(string type, OnnxValue a, OnnxValue b) => graph.AddNode(type, [a, b]);

    private OnnxValue And(OnnxValue a, OnnxValue b) => Node("And", a, b);

    private OnnxValue Or(OnnxValue a, OnnxValue b) => Node("Or", a, b);

    private OnnxValue Not(OnnxValue a) => graph.AddNode("Not", [a]);

    private OnnxValue Where(OnnxValue condition, OnnxValue a, OnnxValue b) => graph.AddNode("Where", [condition, a, b]);
}
