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

    private readonly Dictionary<nn.Module, (Slot Weight, Slot? Bias)> slots = [];

    /// <summary>Lays out the parameters of modules. Call <see cref="Read"/> to copy their values.</summary>
    public FlatParameters(IEnumerable<nn.Module> modules)
    {
        long length = 0;
        foreach (var module in modules)
        {
            var (weight, bias) = ModuleParameters.Find(module);
            if (weight is not null)
            {
                slots.Add(module, (Place(weight, ref length), bias is null ? null : Place(bias, ref length)));
            }
        }

        Values = zeros(length, ScalarType.Float32, slots.Values.First().Weight.Parameter.device);
    }

    /// <summary>Gets all values, float32 [P]. Gaps between parameters stay 0.</summary>
    public Tensor Values { get; }

    /// <summary>Creates a vector of zeros for gradients.</summary>
    public Tensor NewGradient() => Values.zeros_like();

    /// <summary>Returns a module's parameters, and their places in a vector of gradients.</summary>
    public LayerParameters Slice(nn.Module module, Tensor gradient)
    {
        var (weight, bias) = slots[module];
        return new(weight.In(Values), bias?.In(Values), weight.In(gradient), bias?.In(gradient));
    }

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
        foreach (var (weight, bias) in slots.Values)
        {
            copy(weight.Parameter, weight.In(vector));
            if (bias is not null)
            {
                copy(bias.Parameter, bias.In(vector));
            }
        }
    }

    private static Slot Place(Parameter parameter, ref long length)
    {
        var slot = new Slot(parameter, length);
        length += (parameter.numel() + Alignment - 1) / Alignment * Alignment;
        return slot;
    }

    private sealed record Slot(Parameter Parameter, long First)
    {
        public Tensor In(Tensor vector) => vector.narrow(0, First, Parameter.numel()).view(Parameter.shape);
    }
}
