using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Normalises groups of channels of each row, then scales and shifts each channel.</summary>
        public sealed class GroupNorm : nn.Module<Tensor, Tensor>
        {
            [ComponentName(Name = nameof(weight))]
            private Parameter _weight;

            [ComponentName(Name = nameof(bias))]
            private Parameter _bias;

            internal GroupNorm(
                long num_groups,
                long num_channels,
                double eps,
                bool affine,
                Device device,
                ScalarType? dtype
            )
                : base(nameof(GroupNorm))
            {
                this.num_groups = num_groups;
                this.eps = eps;
                this.affine = affine;
                if (!affine)
                    return;
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
                set
                {
                    if (!ReferenceEquals(value, _weight))
                        _weight?.Dispose();
                    _weight = (Parameter)value?.DetachFromDisposeScope();
                    ConditionallyRegisterParameter(nameof(weight), _weight);
                }
            }

#nullable enable annotations
            public Parameter? bias
#nullable restore annotations
            {
                get => _bias;
                set
                {
                    if (!ReferenceEquals(value, _bias))
                        _bias?.Dispose();
                    _bias = (Parameter)value?.DetachFromDisposeScope();
                    ConditionallyRegisterParameter(nameof(bias), _bias);
                }
            }

            public override Tensor forward(Tensor tensor) =>
                tensor.Dimensions < 3
                    ? throw new ArgumentException(
                        $"Invalid number of dimensions for GroupNorm argument: {tensor.Dimensions}"
                    )
                    : nn.functional.group_norm(tensor, num_groups, weight, bias, eps);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static GroupNorm GroupNorm(
                long num_groups,
                long num_channels,
                double eps = 1e-5,
                bool affine = true,
                Device device = null,
                ScalarType? dtype = null
            ) => new(num_groups, num_channels, eps, affine, device, dtype);
        }
    }
}
