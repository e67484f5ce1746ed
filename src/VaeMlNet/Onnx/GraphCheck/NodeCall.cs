namespace VaeMlNet;

/// <summary>A node with what is known of its inputs, for the rule of its operator.</summary>
/// <remarks>
/// A rule takes each input and each attribute that the operator may have; what no rule has taken is refused by
/// <see cref="CheckTaken"/>. Errors are <see cref="InvalidDataException"/>.
/// </remarks>
internal sealed class NodeCall(OnnxNode node, GraphValue?[] inputs)
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private int takenInputs;

    public int InputCount => inputs.Length;

    public int OutputCount => node.Outputs.Count;

    /// <summary>Gets or sets the multiplications and additions of the node for each row.</summary>
    public long Operations { get; set; }

    /// <summary>Takes an input that has to be there, of one of some element types.</summary>
    public GraphValue Input(int index, params ReadOnlySpan<GraphType> types) =>
        OptionalInput(index, types) ?? throw new InvalidDataException($"input {index} is missing");

    /// <summary>Takes an input that may be left out.</summary>
    public GraphValue? OptionalInput(int index, params ReadOnlySpan<GraphType> types)
    {
        takenInputs = Math.Max(takenInputs, index + 1);
        var value = index < inputs.Length ? inputs[index] : null;
        return value is null || types.Contains(value.Type)
            ? value
            : throw new InvalidDataException($"input {index} is {value}, which it does not take");
    }

    /// <summary>Takes an int64 initializer of one axis.</summary>
    public long[] Integers(int input) =>
        OptionalIntegers(input) ?? throw new InvalidDataException($"input {input} is missing");

    /// <summary>Takes an int64 initializer of one axis that may be left out.</summary>
    public long[]? OptionalIntegers(int input)
    {
        var value = OptionalInput(input, GraphType.Int64);
        return value is null ? null
            : value.Rank == 1 && value.Integers() is { } numbers ? numbers
            : throw new InvalidDataException($"input {input} is {value}, expected an initializer of one axis");
    }

    /// <summary>Takes axes: an initializer without repetition, each in the range of a rank.</summary>
    public int[]? OptionalAxes(int input, int rank) => OptionalIntegers(input) is { } axes ? Axes(axes, rank) : null;

    /// <summary>Takes a float32 value without axes that may be left out.</summary>
    public void OptionalScalar(int input) => CheckScalar(input, OptionalInput(input, GraphType.Float32));

    /// <summary>Takes a value without axes.</summary>
    public void Scalar(int input, GraphType type) => CheckScalar(input, Input(input, type));

    public long Integer(string name, long standard, long smallest, long largest)
    {
        taken.Add(name);
        var value = node.Attributes.TryGetValue(name, out var given)
            ? given as long? ?? throw WrongKind(name)
            : standard;
        return value >= smallest && value <= largest
            ? value
            : throw new InvalidDataException($"{name} is {value}, expected {smallest} to {largest}");
    }

    public bool Flag(string name, bool standard = false) => Integer(name, standard ? 1 : 0, 0, 1) == 1;

    /// <summary>Takes an axis, counted from the end where it is negative.</summary>
    public int Axis(string name, long standard, int rank)
    {
        taken.Add(name);
        var value = node.Attributes.TryGetValue(name, out var given)
            ? given as long? ?? throw WrongKind(name)
            : standard;
        return AxisOf(value, rank);
    }

    public int[]? OptionalAxes(string name, int rank)
    {
        taken.Add(name);
        return node.Attributes.TryGetValue(name, out var given)
            ? Axes(given as long[] ?? throw WrongKind(name), rank)
            : null;
    }

    /// <summary>Takes numbers, one for each of some axes.</summary>
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

    /// <summary>Takes numbers that may have any value.</summary>
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

    /// <summary>Refuses inputs and attributes that the operator's rule did not take.</summary>
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
