using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>What an optimizer remembers of a parameter.</summary>
    public abstract class OptimizerState
    {
        protected Parameter _parameter;

        protected OptimizerState(Parameter parameter) => _parameter = parameter;

        public abstract void Initialize(OptimizerOptions options);

        public abstract void SaveStateDict(BinaryWriter writer);

        public abstract void LoadStateDict(BinaryReader reader);

        public abstract void LoadStateDict(OptimizerState source);

        /// <summary>Zeros of the parameter's shape that belong to no dispose scope.</summary>
        private protected Tensor Zeros() => zeros_like(_parameter).DetachFromDisposeScope();

        private protected static Tensor Copy(Tensor source) => source?.detach().clone().DetachFromDisposeScope();

        protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor tensor)
        {
            writer.Write(tensor is not null);
            tensor?.Save(writer);
        }

        protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor result, Device device)
        {
            result?.Dispose();
            result = reader.ReadBoolean()
                ? TensorExtensionMethods.Load(reader).to(device, disposeAfter: true).DetachFromDisposeScope()
                : null;
        }
    }
}
