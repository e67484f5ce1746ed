using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalizes each channel of each row, by its own statistics or in evaluation by tracked ones.</summary>
public abstract class InstanceNorm : NormBase
{
    private protected InstanceNorm(
        long num_features,
        double eps,
        double? momentum,
        bool affine,
        bool track_running_stats,
        Device device,
        ScalarType? dtype,
        string name
    )
        : base(num_features, eps, momentum ?? 0.1, affine, track_running_stats, device, dtype, name) { }

    protected abstract long GetNumberOfBatchDimensions();

    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        var channels = (int)(input.ndim - GetNumberOfBatchDimensions());
        if (input.shape[channels] != num_features)
        {
            throw new ArgumentException(
                $"expected input's size at dim={channels} to match num_features ({num_features}), but got: {input.shape[channels]}."
            );
        }

        if (channels > 0)
        {
            return Normalize(input);
        }

        using var batch = input.unsqueeze(0);
        return Normalize(batch).squeeze_(0);
    }

    private Tensor Normalize(Tensor batch) =>
        nn.functional.instance_norm(
            batch,
            running_mean,
            running_var,
            weight,
            bias,
            training || !track_running_stats,
            momentum ?? 0.1,
            eps
        );
}

public sealed class InstanceNorm1d : InstanceNorm
{
    internal InstanceNorm1d(
        long num_features,
        double eps,
        double momentum,
        bool affine,
        bool track_running_stats,
        Device device,
        ScalarType? dtype
    )
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm1d)) { }

    protected override long GetNumberOfBatchDimensions() => 2;

    protected override void ValidateInputDimensions(Tensor input)
    {
        if (input.Dimensions is not (2 or 3))
        {
            throw new ArgumentException($"Invalid number of dimensions for InstanceNorm argument: {input.Dimensions}");
        }
    }
}

public sealed class InstanceNorm2d : InstanceNorm
{
    internal InstanceNorm2d(
        long num_features,
        double eps,
        double momentum,
        bool affine,
        bool track_running_stats,
        Device device,
        ScalarType? dtype
    )
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm2d)) { }

    protected override long GetNumberOfBatchDimensions() => 3;

    protected override void ValidateInputDimensions(Tensor input)
    {
        if (input.Dimensions is not (3 or 4))
        {
            throw new ArgumentException($"Invalid number of dimensions for InstanceNorm argument: {input.Dimensions}");
        }
    }
}
