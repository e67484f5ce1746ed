using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class Linear : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))]
    private Parameter _weight;

    [ComponentName(Name = nameof(bias))]
    private Parameter _bias;

    internal Linear(long inputSize, long outputSize, bool hasBias, Device device, ScalarType? dtype)
        : base(nameof(Linear))
    {
        in_features = inputSize;
        out_features = outputSize;
        weight = empty(outputSize, inputSize, dtype, device).AsParameter();
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (!hasBias)
        {
            return;
        }

        bias = empty(outputSize, dtype, device).AsParameter();
        var bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
        nn.init.uniform_(bias, -bound, bound);
    }

    public long in_features { get; set; }

    public long out_features { get; set; }

    public Parameter weight
    {
        get => _weight;
        set => SetParameter(ref _weight, value ?? throw new ArgumentNullException(nameof(weight)), nameof(weight));
    }

#nullable enable annotations
    public Parameter? bias
#nullable restore annotations
    {
        get => _bias;
        set => SetParameter(ref _bias, value, nameof(bias));
    }

    public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weight, bias);
}
