using System;
using TorchSharp.Interop;

namespace TorchSharp
{
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
            public Tensor to_type(
                ScalarType type,
                bool copy = false,
                bool disposeAfter = false,
                bool non_blocking = false
            )
            {
                Tensor converted = Aten.One("to.dtype", this, type, non_blocking, copy);
                if (disposeAfter)
                    Dispose();
                return converted;
            }

            public Tensor to(
                ScalarType type,
                bool copy = false,
                bool disposeAfter = false,
                bool non_blocking = false
            ) => to_type(type, copy, disposeAfter, non_blocking);

            public Tensor to(
                ScalarType type,
                Device device,
                bool copy = false,
                bool disposeAfter = false,
                bool non_blocking = false
            )
            {
                device = InitializeDevice(device);
                Tensor converted = Aten.One("to.device", this, device, type, non_blocking, copy);
                if (disposeAfter)
                    Dispose();
                return converted;
            }

            public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
                to(dtype, device, copy, disposeAfter, non_blocking);

            public Tensor to(
                DeviceType deviceType,
                int deviceIndex = -1,
                bool copy = false,
                bool disposeAfter = false,
                bool non_blocking = false
            ) => to(dtype, new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

            public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
                to(dtype, new Device(device), copy, disposeAfter, non_blocking);

            public Tensor to(Tensor other, bool non_blocking = false) =>
                to(other.dtype, other.device, non_blocking: non_blocking);

            public Tensor type(ScalarType dtype) => to_type(dtype);

            public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

            public Tensor cpu() => to(CPU);

            public Tensor cuda(Device device = null, bool non_blocking = false) =>
                to(device ?? CUDA, non_blocking: non_blocking);

            public Tensor @bool() => to_type(ScalarType.Bool);

            public Tensor @byte() => to_type(ScalarType.Byte);

            public Tensor @char() => to_type(ScalarType.Int8);

            public Tensor @short() => to_type(ScalarType.Int16);

            public Tensor @int() => to_type(ScalarType.Int32);

            public Tensor @long() => to_type(ScalarType.Int64);

            public Tensor @float() => to_type(ScalarType.Float32);

            public Tensor @double() => to_type(ScalarType.Float64);

            internal bool WillConvert(ScalarType type, Device device) => dtype != type || device_type != device.type;

            private static Arg Rounding(RoundingMode mode) => mode == RoundingMode.None ? Arg.None : mode.ToString();

            private static Tensor Typed(Tensor result, ScalarType? type) =>
                type.HasValue ? result.to_type(type.Value, disposeAfter: true) : result;
        }
    }
}
