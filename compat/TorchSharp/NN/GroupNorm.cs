using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalizes groups of channels of each row, then scales and shifts each channel.</summary>
public sealed class GroupNorm : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))]
    private Parameter _weight;

    [ComponentName(Name = nameof(bias))]
    private Parameter _bias;

    internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device device, ScalarType? dtype)
        : base(nameof(GroupNorm))
    {
        this.num_groups = num_groups;
        this.eps = eps;
        this.affine = affine;
        if (!affine)
        {
            return;
        }
        // TorchSharp 0.107 leaves both uninitialized, although its documentation says ones and zeros.
        weight = empty(num_channels, dtype, device).AsParameter();
        bias = empty(num_channels, dtype, device).AsParameter();
    }

    public long num_groups { get; set; }

    public double eps { get; set; }

    public bool affine { get; set; }

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

    public override Tensor forward(Tensor tensor) =>
        tensor.Dimensions < 3
            ? throw new ArgumentException($"Invalid number of dimensions for GroupNorm argument: {tensor.Dimensions}")
            : nn.functional.group_norm(tensor, num_groups, weight, bias, eps);
}
