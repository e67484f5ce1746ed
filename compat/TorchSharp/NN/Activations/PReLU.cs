using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>x for x &gt; 0, else x times a trained slope: one for all channels, or one for each.</summary>
        public sealed class PReLU : nn.Module<Tensor, Tensor>
        {
            [ComponentName(Name = nameof(weight))]
            private Parameter _weight;

            internal PReLU(long num_parameters, double init, Device device, ScalarType? dtype)
                : base(nameof(PReLU))
            {
                this.num_parameters = num_parameters;
                this.init = init;
                weight = empty(num_parameters, dtype, device).fill_(init).AsParameter();
            }

            public long num_parameters { get; }

            public double init { get; }

            public Parameter weight
            {
                get => _weight;
                set
                {
                    ArgumentNullException.ThrowIfNull(value, nameof(weight));
                    if (ReferenceEquals(value, _weight))
                        return;
                    _weight?.Dispose();
                    _weight = (Parameter)value.DetachFromDisposeScope();
                    ConditionallyRegisterParameter(nameof(weight), _weight);
                }
            }

            public override Tensor forward(Tensor tensor) => nn.functional.prelu(tensor, weight);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static PReLU PReLU(
                long num_parameters,
                double init = 0.25,
                Device device = null,
                ScalarType? dtype = null
            ) => new(num_parameters, init, device, dtype);
        }
    }
}
