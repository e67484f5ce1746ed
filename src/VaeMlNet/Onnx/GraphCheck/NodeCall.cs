namespace VaeMlNet;

/// <summary>A node and the known facts about its inputs, for the rule of its operator.</summary>
/// <remarks>
/// A rule reads each input and each attribute that its operator can have. <see cref="CheckTaken"/> refuses inputs and
/// attributes that no rule has read. Errors are of type <see cref="InvalidDataException"/>.
/// </remarks>
internal sealed class NodeCall(OnnxNode node, GraphValue?[] inputs)
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private int takenInputs;

    public int InputCount => inputs.Length;

    public int OutputCount => node.Outputs.Count;

    /// <summary>Gets or sets the number of multiplications and additions of the node for each row.</summary>
    public long Operations { get; set; }

    /// <summary>Reads a required input, which must have one of some element types.</summary>
    public GraphValue Input(int index, params ReadOnlySpan<GraphType> types) =>
        OptionalInput(index, types) ?? throw new InvalidDataException($"input {index} is missing");

    public GraphValue? OptionalInput(int index, params ReadOnlySpan<GraphType> types)
    {
        takenInputs = Math.Max(takenInputs, index + 1);
        var value = index < inputs.Length ? inputs[index] : null;
        return value is null || types.Contains(value.Type)
            ? value
            : throw new InvalidDataException($"input {index} is {value}, which it does not take");
    }

    /// <summary>Reads a required int64 initializer with one axis.</summary>
    public long[] Integers(int input) =>
        OptionalIntegers(input) ?? throw new InvalidDataException($"input {input} is missing");

    /// <summary>Reads an optional int64 initializer with one axis.</summary>
    public long[]? OptionalIntegers(int input)
    {
        var value = OptionalInput(input, GraphType.Int64);
        return value is null ? null
            : value.Rank == 1 && value.Integers() is { } numbers ? numbers
            : throw new InvalidDataException($"input {input} is {value}, expected an initializer of one axis");
    }

    /// <summary>Reads optional axes: an initializer without repetition, with each axis in the range of a rank.</summary>
    public int[]? OptionalAxes(int input, int rank) => OptionalIntegers(input) is { } axes ? Axes(axes, rank) : null;

    /// <summary>Reads an optional float32 value without axes.</summary>
    public void OptionalScalar(int input) => CheckScalar(input, OptionalInput(input, GraphType.Float32));

    /// <summary>Reads a required value without axes.</summary>
    public void Scalar(int input, GraphType type) => CheckScalar(input, Input(input, type));

    public long Integer(string name, long standard, long smallest, long largest)
    {
        var value = Integer(name, standard);
        return value >= smallest && value <= largest
            ? value
            : throw new InvalidDataException($"{name} is {value}, expected {smallest} to {largest}");
    }

    public bool Flag(string name, bool standard = false) => Integer(name, standard ? 1 : 0, 0, 1) == 1;

    /// <summary>Reads an axis. Negative axes count from the end.</summary>
    public int Axis(string name, long standard, int rank) => AxisOf(Integer(name, standard), rank);

    private long Integer(string name, long standard)
    {
        taken.Add(name);
        return node.Attributes.TryGetValue(name, out var given) ? given as long? ?? throw WrongKind(name) : standard;
    }

    public int[]? OptionalAxes(string name, int rank)
    {
        taken.Add(name);
        return node.Attributes.TryGetValue(name, out var given)
            ? Axes(given as long[] ?? throw WrongKind(name), rank)
            : null;
    }

    /// <summary>Reads numbers, one for each of some axes.</summary>
    public long[]? OptionalIntegers(string name, int count, long smallest, long largest)
    {
        taken.Add(name);
        if (!node.Attributes.TryGetValue(name, out var given))
        {
            return null;
        }

        var values = given as long[] ?? throw WrongKind(name);
        return values.Length == count && values.All(v => v >= smallest && v <= largest)
            ? values
            : throw new InvalidDataException(
                $"{name} is [{string.Join(", ", values)}], expected {count} numbers from {smallest} to {largest}"
            );
    }

    /// <summary>Reads numbers that may have any value.</summary>
    public void Floats(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            taken.Add(name);
            if (node.Attributes.TryGetValue(name, out var given) && given is not float)
            {
                throw WrongKind(name);
            }
        }
    }

    public string Text(string name, string standard, params ReadOnlySpan<string> allowed)
    {
        taken.Add(name);
        var value = node.Attributes.TryGetValue(name, out var given)
            ? given as string ?? throw WrongKind(name)
            : standard;
        return allowed.Contains(value)
            ? value
            : throw new InvalidDataException($"{name} is '{value}', expected {string.Join(" or ", allowed.ToArray())}");
    }

    /// <summary>Refuses inputs and attributes that the operator's rule did not read.</summary>
    public void CheckTaken()
    {
        if (inputs.Length > takenInputs)
        {
            throw new InvalidDataException($"it has {inputs.Length} inputs, expected at most {takenInputs}");
        }

        if (node.Attributes.Keys.FirstOrDefault(name => !taken.Contains(name)) is { } unknown)
        {
            throw new InvalidDataException($"it has the attribute '{unknown}', which model folders do not use");
        }
    }

    public static int AxisOf(long axis, int rank) =>
        axis >= -rank && axis < rank
            ? (int)(axis < 0 ? axis + rank : axis)
            : throw new InvalidDataException($"axis {axis} is outside of the {rank} axes of its input");

    private static int[] Axes(long[] axes, int rank)
    {
        if (axes.Length > rank)
        {
            throw new InvalidDataException($"it names {axes.Length} axes of an input of {rank} axes");
        }

        int[] resolved = [.. axes.Select(axis => AxisOf(axis, rank))];
        return resolved.Distinct().Count() == resolved.Length
            ? resolved
            : throw new InvalidDataException($"its axes [{string.Join(", ", axes)}] repeat");
    }

    private static void CheckScalar(int input, GraphValue? value)
    {
        if (value is { Rank: > 0 })
        {
            throw new InvalidDataException($"input {input} is {value}, expected a value without axes");
        }
    }

    private static InvalidDataException WrongKind(string name) => new($"{name} is of the wrong kind");
}
