using System.Globalization;

namespace VaeMlNet.OnnxExport;

// The constants, which are named by the caller or shared.
public sealed partial class OnnxGraphBuilder
{
    /// <summary>Adds a float32 constant.</summary>
    /// <param name="name">The name of the constant. Modules use the keys of their state dictionary.</param>
    /// <param name="data">The elements, row-major. They are copied.</param>
    /// <param name="shape">The shape. Its product is the length of <paramref name="data"/>. Empty for a scalar.</param>
    /// <returns>The constant, for nodes to read.</returns>
    /// <exception cref="OnnxExportException">The name exists already, or shape and data do not match.</exception>
    public OnnxValue AddInitializer(string name, ReadOnlySpan<float> data, params long[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return AddInitializer(OnnxTensor.FromFloats(name, data, shape));
    }

    /// <summary>Adds an int64 constant.</summary>
    /// <inheritdoc cref="AddInitializer(string, ReadOnlySpan{float}, long[])"/>
    public OnnxValue AddInitializer(string name, ReadOnlySpan<long> data, params long[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return AddInitializer(OnnxTensor.FromIntegers(name, data, shape));
    }

    /// <summary>Adds a float32 scalar for arithmetic. Equal scalars are stored once.</summary>
    /// <param name="value">The number.</param>
    public OnnxValue AddScalar(float value) =>
        Share(FormattableString.Invariant($"scalar_{value:R}"), name => OnnxTensor.FromFloats(name, [value], []));

    /// <summary>
    /// Adds an int64 vector for inputs that ONNX requires as tensors: axes of <c>ReduceSum</c>, starts and ends of
    /// <c>Slice</c>, sizes of <c>Split</c>, the shape of <c>Reshape</c>. Equal vectors are stored once.
    /// </summary>
    /// <param name="values">The numbers.</param>
    public OnnxValue AddIndices(params long[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var key = $"indices_{string.Join('_', values.Select(value => value.ToString(CultureInfo.InvariantCulture)))}";
        // A name that contains all numbers helps a reader of the graph only if it is short.
        var name = values.Length <= 16 ? key : FormattableString.Invariant($"indices_{values.Length}_long");
        return Share(key, unique => OnnxTensor.FromIntegers(unique, values, [values.Length]), name);
    }

    /// <summary>Adds a float32 tensor filled with one number. Equal tensors are stored once.</summary>
    internal OnnxValue AddFilled(float value, long[] shape)
    {
        var name = FormattableString.Invariant($"filled_{value:R}_{string.Join('x', shape)}");
        var count = shape.Aggregate(1L, (product, size) => checked(product * size));
        return Share(name, unique => OnnxTensor.FromFloats(unique, [.. Enumerable.Repeat(value, (int)count)], shape));
    }

    /// <summary>Adds a float32 vector. Equal vectors are stored once.</summary>
    internal OnnxValue AddVector(params float[] values)
    {
        var name =
            $"vector_{string.Join('_', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}";
        return Share(name, unique => OnnxTensor.FromFloats(unique, values, [values.Length]));
    }

    /// <summary>
    /// Adds a float32 tensor that is determined by its name. It is stored once, even if it is added several times.
    /// </summary>
    internal OnnxValue AddMatrix(string name, float[] values, long[] shape) =>
        Share(name, unique => OnnxTensor.FromFloats(unique, values, shape));

    internal OnnxValue AddInitializer(OnnxTensor tensor)
    {
        Reserve(tensor.Name, "initializer");
        initializers.Add(tensor);
        return new OnnxValue(this, tensor.Name, tensor.ElementType, [.. tensor.Shape.Select(OnnxDimension.FromInt64)]);
    }

    private OnnxValue Share(string key, Func<string, OnnxTensor> make, string? name = null)
    {
        if (!constants.TryGetValue(key, out var constant))
        {
            constants[key] = constant = AddInitializer(make(FindUnique(name ?? key, valueNames)));
        }

        return constant;
    }
}
