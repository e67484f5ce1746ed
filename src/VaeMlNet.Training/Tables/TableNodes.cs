using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>The first nodes of a table model's graphs: raw columns in, the network's row out, as <see cref="TableEncoder"/>.</summary>
internal sealed class TableNodes : RowNodes
{
    private readonly Table table;
    private readonly OnnxValue? numbers; // [N, n]
    private readonly OnnxValue? numberIsMissing; // bool [N, n]
    private readonly Dictionary<int, OnnxValue> keyNumbers = [];
    private OnnxValue? places;

    /// <summary>Adds an input for each column, and the nodes.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="table">The columns.</param>
    public TableNodes(OnnxGraphBuilder graph, Table table)
        : base(graph)
    {
        this.table = table;
        Inputs = [.. TableInput.Of(table).Select(input => input.AddTo(graph))];
        List<OnnxValue> values = [];
        if (table.NumberCount > 0)
        {
            numbers = MatrixNodes.AddJoin(graph, InputsOf(TableColumnKind.Number)); // [N, n]
            numberIsMissing = graph.AddNode("IsNaN", [numbers]);
            values.Add(AddStandardised(numbers, numberIsMissing));
        }

        if (table.BooleanCount > 0)
        {
            var booleans = MatrixNodes.AddJoin(graph, InputsOf(TableColumnKind.Boolean)); // [N, b]
            values.Add(AddFloats(graph, booleans));
        }

        values.AddRange(
            InputsOf(TableColumnKind.Key).Zip(table.KeyWidths).Select(key => AddOneHot(key.First, key.Second))
        );
        Values = MatrixNodes.AddJoin(graph, [.. values]);
    }

    /// <summary>The raw columns, in their order.</summary>
    public IReadOnlyList<OnnxValue> Inputs { get; }

    /// <inheritdoc />
    public override OnnxValue Values { get; }

    /// <summary>Adds the numbers of all columns, [N, n], with other values where they are missing.</summary>
    public OnnxValue AddFilledNumbers(OnnxValue others) => Graph.AddNode("Where", [numberIsMissing!, others, numbers!]);

    /// <summary>Adds the row, and where numbers are missing.</summary>
    public override OnnxValue AddNetworkInput()
    {
        var masked = table.MaskedSlots;
        if (masked.Length == 0)
        {
            return Values;
        }

        var indices = AddIntegers(Graph, "slots_with_missing", masked);
        var slots = Graph.AddNode("Gather", [numberIsMissing!, indices], OnnxAttribute.Integer("axis", 1));
        return MatrixNodes.AddJoin(Graph, [Values, AddFloats(Graph, slots)]);
    }

    /// <inheritdoc />
    public override OnnxValue AddSumsPerRawSlot(OnnxValue perSlot)
    {
        List<OnnxValue> parts = [];
        if (numberIsMissing is not null)
        {
            var ofNumbers = MatrixNodes.AddColumns(Graph, perSlot, 0, table.NumberCount); // [N, n]
            parts.Add(Graph.AddNode("Where", [numberIsMissing, Graph.AddScalar(0), ofNumbers]));
        }

        if (table.BooleanCount > 0)
        {
            parts.Add(MatrixNodes.AddColumns(Graph, perSlot, table.NumberCount, table.BooleanCount));
        }

        parts.AddRange(KeySlots(perSlot).Select(slots => MatrixNodes.AddSum(Graph, slots)));
        return AddInOrder(MatrixNodes.AddJoin(Graph, [.. parts]));
    }

    /// <summary>Adds 1 for each raw slot with a value and 0 for each without, float32 [N, S].</summary>
    public OnnxValue AddObserved()
    {
        List<OnnxValue> parts = [];
        if (numberIsMissing is not null)
        {
            parts.Add(AddFloats(Graph, Graph.AddNode("Not", [numberIsMissing])));
        }

        // Booleans always have one: comparing them with themselves gives 1 for any number of rows.
        parts.AddRange(
            InputsOf(TableColumnKind.Boolean).Select(value => AddFloats(Graph, Graph.AddNode("Equal", [value, value])))
        );
        parts.AddRange(KeySlots(Values).Select(slots => MatrixNodes.AddSum(Graph, slots)));
        return AddInOrder(MatrixNodes.AddJoin(Graph, [.. parts]));
    }

    /// <inheritdoc />
    public override OnnxValue AddShareOfKl(OnnxValue kl)
    {
        var observed = AddObserved(); // [N, S]
        var isEmpty = Graph.AddNode("Equal", [MatrixNodes.AddSum(Graph, observed), Graph.AddScalar(0)]); // [N, 1]
        var counted = Graph.AddNode("Where", [isEmpty, Graph.AddScalar(1), observed]); // [N, S]
        return Graph.AddNode("Div", [Graph.AddNode("Mul", [counted, kl]), MatrixNodes.AddSum(Graph, counted)]);
    }

    /// <summary>Adds the slots of each key column of [N, W].</summary>
    public IEnumerable<OnnxValue> KeySlots(OnnxValue values)
    {
        long first = table.NumberCount + table.BooleanCount;
        foreach (var width in table.KeyWidths)
        {
            yield return MatrixNodes.AddColumns(Graph, values, first, width);
            first += width;
        }
    }

    private static OnnxValue AddFloats(OnnxGraphBuilder graph, OnnxValue values) =>
        graph.AddNode("Cast", [values], OnnxAttribute.Integer("to", (long)OnnxElementType.Float32));

    /// <summary>All 0 for a category that is missing or unknown: [N, 1] -> [N, K].</summary>
    private OnnxValue AddOneHot(OnnxValue key, int count)
    {
        // Equal has no kernel for uint32 in ONNX Runtime.
        var number = Graph.AddNode("Cast", [key], OnnxAttribute.Integer("to", (long)OnnxElementType.Int64));
        if (!keyNumbers.TryGetValue(count, out var numbers))
        {
            long[] values = [.. Enumerable.Range(1, count).Select(k => (long)k)];
            keyNumbers[count] = numbers = AddIntegers(Graph, $"keys_to_{count}", values); // [K]
        }

        return AddFloats(Graph, Graph.AddNode("Equal", [number, numbers]));
    }

    /// <summary>Adds whole numbers that are too many to be named after their values: [count].</summary>
    private static OnnxValue AddIntegers(OnnxGraphBuilder graph, string name, long[] values) =>
        graph.AddInitializer($"table.{name}", values, values.Length);

    private OnnxValue[] InputsOf(TableColumnKind kind) => [.. Inputs.Where((_, i) => table.Columns[i].Kind == kind)];

    private OnnxValue AddStandardised(OnnxValue numbers, OnnxValue isMissing)
    {
        var means = Graph.AddInitializer("table.means", table.Means, 1, table.NumberCount);
        var scales = Graph.AddInitializer("table.scales", table.Scales, 1, table.NumberCount);
        var standardised = Graph.AddNode("Div", [Graph.AddNode("Sub", [numbers, means]), scales]);
        var bounded = Graph.AddNode(
            "Clip",
            [standardised, Graph.AddScalar(-Table.LargestStandardised), Graph.AddScalar(Table.LargestStandardised)]
        );
        return Graph.AddNode("Where", [isMissing, Graph.AddScalar(0), bounded]);
    }

    /// <summary>Sorted by kind -> the columns' own order, [N, S].</summary>
    private OnnxValue AddInOrder(OnnxValue sorted)
    {
        var order = table.SortedPlaces;
        if (order.Order().SequenceEqual(order))
        {
            return sorted;
        }

        places ??= AddIntegers(Graph, "places", order);
        return Graph.AddNode("Gather", [sorted, places], OnnxAttribute.Integer("axis", 1));
    }
}
