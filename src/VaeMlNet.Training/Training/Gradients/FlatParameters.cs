using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The parameters of a network's layers in one vector. An optimizer updates it in one pass, and workers share it in blocks of
/// equal length.
/// </summary>
/// <remarks>
/// The vector is a copy; <see cref="Read"/> and <see cref="Write"/> exchange the values with the network. Tensors belong to the
/// dispose scope in which it was created.
/// </remarks>
internal sealed class FlatParameters
{
    /// <summary>
    /// The alignment of parameters: the numbers of a cache line. Two threads therefore never write into the same line.
    /// </summary>
    private const long Alignment = 16;

    private readonly Dictionary<Parameter, long> places = new(ReferenceEqualityComparer.Instance); // in their order

    /// <summary>Lays out the parameters of modules. Call <see cref="Read"/> to copy their values.</summary>
    public FlatParameters(IEnumerable<nn.Module> modules)
    {
        long length = 0;
        foreach (var parameter in modules.SelectMany(ModuleParameters.FindAll))
        {
            places.Add(parameter, length);
            length += (parameter.numel() + Alignment - 1) / Alignment * Alignment;
        }

        Values = zeros(length, ScalarType.Float32, places.Keys.First().device);
    }

    /// <summary>Gets all values, float32 [P]. Gaps between parameters stay 0.</summary>
    public Tensor Values { get; }

    /// <summary>Creates a vector of zeros for gradients.</summary>
    public Tensor NewGradient() => Values.zeros_like();

    /// <summary>Returns a module's parameters, and their places in a vector of gradients.</summary>
    public LayerParameters Slice(nn.Module module, Tensor gradient)
    {
        var (weight, bias) = ModuleParameters.Find(module);
        return new(
            In(Values, weight!),
            bias is null ? null : In(Values, bias),
            In(gradient, weight!),
            bias is null ? null : In(gradient, bias)
        );
    }

    /// <summary>Returns a parameter, and its place in a vector of gradients.</summary>
    public LearnedNumbers Slice(Parameter parameter, Tensor gradient) =>
        new(In(Values, parameter), In(gradient, parameter));

    /// <summary>Returns the values of a parameter, in its shape.</summary>
    public Tensor ValuesOf(Parameter parameter) => In(Values, parameter);

    /// <summary>Returns one of several blocks of a vector, which have about the same length.</summary>
    public static Tensor Block(Tensor vector, int index, int count)
    {
        var lines = vector.shape[0] / Alignment;
        var first = lines * index / count * Alignment;
        return vector.narrow(0, first, (lines * (index + 1) / count * Alignment) - first);
    }

    /// <summary>Copies the network's values into the vector.</summary>
    public void Read() => Each((parameter, value) => value.copy_(parameter), Values);

    /// <summary>Copies the vector's values into the network.</summary>
    public void Write() => Each((parameter, value) => parameter.copy_(value), Values);

    /// <summary>Copies the gradients that autograd computed into a vector of gradients.</summary>
    public void ReadGradients(Tensor gradient) => Each((parameter, place) => place.copy_(parameter.grad!), gradient);

    private void Each(Action<Parameter, Tensor> copy, Tensor vector)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var parameter in places.Keys)
        {
            copy(parameter, In(vector, parameter));
        }
    }

    private Tensor In(Tensor vector, Parameter parameter) =>
        vector.narrow(0, places[parameter], parameter.numel()).view(parameter.shape);
}
