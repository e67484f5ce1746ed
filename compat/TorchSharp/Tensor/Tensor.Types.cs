using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public enum RoundingMode
    {
        None = 0,
        trunc = 1,
        floor = 2,
    }

    // Conversion to other element types and devices; always a new object, possibly of the same memory.
    public partial class Tensor
    {
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            var converted = Aten.One("to.dtype", this, type, non_blocking, copy);
            if (disposeAfter)
            {
                Dispose();
            }

            return converted;
        }

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        public Tensor to(
            ScalarType type,
            Device device,
            bool copy = false,
            bool disposeAfter = false,
            bool non_blocking = false
        )
        {
            device = InitializeDevice(device);
            var converted = Aten.One("to.device", this, device, type, non_blocking, copy);
            if (disposeAfter)
            {
                Dispose();
            }

            return converted;
        }

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, device, copy, disposeAfter, non_blocking);

        public Tensor cpu() => to(CPU);

        /// <summary>Copies the tensor into page-locked memory, which libtorch refuses without a GPU.</summary>
        public Tensor pin_memory() => Aten.One("pin_memory", this, Arg.None);

        internal bool WillConvert(ScalarType type, Device device) => dtype != type || device_type != device.type;

        private static Arg Rounding(RoundingMode mode) => mode == RoundingMode.None ? Arg.None : mode.ToString();

        private static Tensor Typed(Tensor result, ScalarType? type) =>
            type.HasValue ? result.to_type(type.Value, disposeAfter: true) : result;
    }
}
