using System.Globalization;

namespace VaeMlNet.OnnxExport;

// Constants, named by the caller or shared.
public sealed partial class OnnxGraphBuilder
{
    /// <summary>Adds a float32 constant.</summary>
    /// <param name="name">Its name; modules use the keys of their state dictionary.</param>
    /// <param name="data">Its elements, row-major; copied.</param>
    /// <param name="shape">Its shape; the product is the length of <paramref name="data"/>. None for a scalar.</param>
    /// <returns>The constant, for nodes to read.</returns>
    /// <exception cref="OnnxExportException">The name is taken, or shape and data do not fit.</exception>
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

    /// <summary>A float32 scalar for use in arithmetic; equal ones are stored once.</summary>
    /// <param name="value">The number.</param>
    public OnnxValue AddScalar(float value) =>
        Share(FormattableString.Invariant($"scalar_{value:R}"), name => OnnxTensor.FromFloats(name, [value], []));

    /// <summary>
    /// An int64 vector for the inputs that ONNX wants as tensors: axes of <c>ReduceSum</c>, starts and ends of
    /// <c>Slice</c>, sizes of <c>Split</c>, the shape of <c>Reshape</c>. Equal ones are stored once.
    /// </summary>
    /// <param name="values">The numbers.</param>
    public OnnxValue AddIndices(params long[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var key = FormattableString.Invariant($"indices_{string.Join('_', values)}");
        // A name of all numbers helps a reader of the graph only while it is short.
        var name = values.Length <= 16 ? key : FormattableString.Invariant($"indices_{values.Length}_long");
        return Share(key, unique => OnnxTensor.FromIntegers(unique, values, [values.Length]), name);
    }

    /// <summary>A float32 tensor of one number throughout; equal ones are stored once.</summary>
    internal OnnxValue AddFilled(float value, long[] shape)
    {
        var name = FormattableString.Invariant($"filled_{value:R}_{string.Join('x', shape)}");
        var count = shape.Aggregate(1L, (product, size) => checked(product * size));
        return Share(name, unique => OnnxTensor.FromFloats(unique, [.. Enumerable.Repeat(value, (int)count)], shape));
    }

    /// <summary>A float32 vector; equal ones are stored once.</summary>
    internal OnnxValue AddVector(params float[] values)
    {
        var name =
            $"vector_{string.Join('_', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}";
        return Share(name, unique => OnnxTensor.FromFloats(unique, values, [values.Length]));
    }

    /// <summary>A float32 tensor that its name determines, so that it is stored once however often it is added.</summary>
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
