using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))]
    private Parameter _weight;

    [ComponentName(Name = nameof(bias))]
    private Parameter _bias;

    internal LayerNorm(
        long[] normalized_shape,
        double eps,
        bool elementwise_affine,
        bool bias,
        Device device,
        ScalarType? dtype
    )
        : base(nameof(LayerNorm))
    {
        this.normalized_shape = normalized_shape;
        this.eps = eps;
        this.elementwise_affine = elementwise_affine;
        if (elementwise_affine)
        {
            weight = empty(normalized_shape, dtype, device).AsParameter();
            if (bias)
            {
                this.bias = empty(normalized_shape, dtype, device).AsParameter();
            }
        }

        reset_parameters();
    }

    public long[] normalized_shape { get; set; }

    public double eps { get; set; }

    public bool elementwise_affine { get; set; }

    public Parameter weight
    {
        get => _weight;
        set => SetParameter(ref _weight, value, nameof(weight));
    }

#nullable enable annotations
    public Parameter? bias
#nullable restore annotations
    {
        get => _bias;
        set => SetParameter(ref _bias, value, nameof(bias));
    }

    public void reset_parameters()
    {
        if (weight is not null)
        {
            nn.init.ones_(weight);
        }

        if (bias is not null)
        {
            nn.init.zeros_(bias);
        }
    }

    public override Tensor forward(Tensor tensor) =>
        nn.functional.layer_norm(tensor, normalized_shape, weight, bias, eps);
}
