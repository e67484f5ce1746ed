using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // Conversion of the parts to another element type or device. Integral parts keep their type.
        public partial class Module
        {
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking) =>
                Convert(dtype, device, non_blocking);

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                Convert(null, new Device(deviceType, deviceIndex), non_blocking);

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking) =>
                Convert(dtype, null, non_blocking);

            private Module Convert(ScalarType? dtype, Device device, bool nonBlocking)
            {
                if (dtype.HasValue && !is_floating_point(dtype.Value) && !is_complex(dtype.Value))
                {
                    throw new ArgumentException(
                        $"nn.Module.to only accepts floating point or complex types, but got desired dtype={dtype}"
                    );
                }

                if (device is { type: DeviceType.CUDA } && !cuda.is_available())
                {
                    throw new InvalidOperationException("CUDA is not available.");
                }

                if (device is not null)
                {
                    InitializeDeviceType(device.type);
                }

                _toEpilog(dtype, device, nonBlocking);
                return this;
            }

            protected virtual void _toEpilog(ScalarType? dtype, Device device, bool non_blocking)
            {
                foreach ((_, var module) in named_children())
                {
                    if (device is null)
                    {
                        module._to(dtype.Value, non_blocking);
                    }
                    else if (dtype is null)
                    {
                        module._to(device.type, device.index, non_blocking);
                    }
                    else
                    {
                        module._to(device, dtype.Value, non_blocking);
                    }
                }

                foreach ((var name, var parameter) in named_parameters(false).ToList())
                {
                    if (Converted(parameter, dtype, device) is not Parameter converted || Assign(name, converted))
                    {
                        continue;
                    }

                    parameter.Dispose();
                    ConditionallyRegisterParameter(name, converted);
                    AssignField(name, converted);
                }

                foreach ((var name, var buffer) in named_buffers(false).ToList())
                {
                    if (!buffer.WillConvert(TypeFor(buffer, dtype), device ?? buffer.device))
                    {
                        continue;
                    }

                    var converted = buffer.to(TypeFor(buffer, dtype), device ?? buffer.device, disposeAfter: true);
                    converted.DetachFromDisposeScope();
                    if (Assign(name, converted))
                    {
                        continue;
                    }

                    ConditionallyRegisterBuffer(name, converted);
                    AssignField(name, converted);
                }
            }

            private static ScalarType TypeFor(Tensor part, ScalarType? dtype) =>
                dtype.HasValue && (part.is_floating_point() || part.is_complex()) ? dtype.Value : part.dtype;

            private static Parameter Converted(Parameter parameter, ScalarType? dtype, Device device)
            {
                var type = TypeFor(parameter, dtype);
                device ??= parameter.device;
                if (!parameter.WillConvert(type, device))
                {
                    return null;
                }

                using var mode = no_grad();
                var converted = new Parameter(parameter.to(type, device), parameter.requires_grad);
                converted.DetachFromDisposeScope();
                using var grad = parameter.grad;
                if (grad is not null)
                {
                    using var convertedGrad = grad.to(type, device);
                    converted.grad = convertedGrad;
                }

                return converted;
            }

            private bool Assign(string name, Tensor part)
            {
                var property = GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance);
                property?.SetValue(this, part);
                return property is not null;
            }

            private void AssignField(string name, Tensor part) =>
                Fields().FirstOrDefault(field => ComponentNameAttribute.GetName(field) == name)?.SetValue(this, part);
        }
    }
}
