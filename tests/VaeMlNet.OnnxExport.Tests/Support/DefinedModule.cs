using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

/// <summary>
/// A module that computes what another one is defined to compute, also where TorchSharp 0.107.0 does not: the reference for
/// exports. tests/Dependencies.Tests has a test for each of these faults.
/// </summary>
/// <remarks>
/// Transposed convolutions are computed in float64, without oneDNN, which on some processors reads channels without values (docs/adr/0025-devices.md).
/// </remarks>
internal sealed class DefinedModule : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> module;

    public DefinedModule(nn.Module<Tensor, Tensor> module)
        : base(nameof(DefinedModule))
    {
        this.module = module;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => Compute(module, x);

    private static Tensor Compute(nn.Module module, Tensor x) =>
        module switch
        {
            Sequential sequential => sequential.children().Aggregate(x, (value, child) => Compute(child, value)),
            Hardtanh hardtanh => x.clamp(hardtanh.min_val, hardtanh.max_val),
            Unflatten { dim: < 0 } unflatten => x.unflatten(unflatten.dim + x.ndim, unflatten.unflattened_size),
            ConvTranspose1d convolution => nn
                .functional.conv_transpose1d(
                    x.to(ScalarType.Float64),
                    convolution.weight!.to(ScalarType.Float64),
                    convolution.bias?.to(ScalarType.Float64),
                    convolution.stride![0],
                    convolution.padding![0],
                    convolution.output_padding![0],
                    convolution.dilation![0],
                    convolution.groups
                )
                .to(x.dtype),
            ConvTranspose2d convolution => nn
                .functional.conv_transpose2d(
                    x.to(ScalarType.Float64),
                    convolution.weight!.to(ScalarType.Float64),
                    convolution.bias?.to(ScalarType.Float64),
                    convolution.stride,
                    convolution.padding,
                    convolution.output_padding,
                    convolution.dilation,
                    convolution.groups
                )
                .to(x.dtype),
            _ => ((nn.Module<Tensor, Tensor>)module).forward(x),
        };
}
