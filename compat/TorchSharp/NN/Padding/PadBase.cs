using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Enlarges the last axes: two sizes for each, those of the last axis first.</summary>
    public abstract class PadBase : ParameterLessModule<Tensor, Tensor>
    {
        private readonly PaddingModes mode;

        private protected PadBase(string name, PaddingModes mode, double value, params long[] padding)
            : base(name)
        {
            this.mode = mode;
            this.value = value;
            this.padding = padding;
        }

        public long[] padding { get; set; }

        public double value { get; set; }

        public override Tensor forward(Tensor input) => nn.functional.pad(input, padding, mode, value);
    }
}
