using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // Lifetime, mode and the registration of parts; the other files: what parts there are, conversion, files.
        public partial class Module : IDisposable
        {
            private readonly OrderedDictionary<string, Module> submodules = new();
            private readonly OrderedDictionary<string, (Tensor, bool)> ownBuffers = new();
            private readonly OrderedDictionary<string, Parameter> ownParameters = new();
            protected int _deviceIndex = -1;
            protected string name;

            private bool registered;
            private bool disposed;
            private bool isTraining = true;

            protected Module(string name)
            {
                this.name = name;
            }

            ~Module() => Dispose(false);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || disposed)
                {
                    return;
                }

                foreach ((_, var buffer) in named_buffers(false).ToList())
                {
                    buffer.DetachFromDisposeScope().Dispose();
                }

                foreach ((_, var parameter) in named_parameters(false).ToList())
                {
                    parameter.DetachFromDisposeScope().Dispose();
                }

                foreach ((_, var module) in named_modules().ToList())
                {
                    module.Dispose();
                }

                disposed = true;
            }

            public virtual string GetName() => name;

            public virtual bool training => isTraining;

            public virtual void train(bool train = true)
            {
                isTraining = train;
                foreach ((_, var module) in named_children())
                {
                    module.train(train);
                }
            }

            public virtual void eval() => train(false);

            internal static void ZeroGrad(Parameter parameter, bool setToNone)
            {
                using var grad = parameter.grad;
                if (grad is null)
                {
                    return;
                }

                if (setToNone)
                {
                    parameter.grad = null;
                }
                else
                {
                    grad.zero_();
                }
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null || tensor.IsInvalid)
                {
                    throw new ArgumentNullException(nameof(tensor), "A null tensor cannot be registered as a buffer.");
                }

                if (ownBuffers.ContainsKey(name))
                {
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
                }

                ownBuffers.Add(name, (tensor, persistent));
            }

            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null || param.IsInvalid)
                {
                    throw new ArgumentNullException(
                        nameof(param),
                        "A null tensor cannot be registered as a parameter."
                    );
                }

                if (ownParameters.ContainsKey(name))
                {
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
                }

                ownParameters.Add(name, param);
            }

            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null || submodule.disposed)
                {
                    submodules.Remove(name);
                    return;
                }

                if (name.Contains('.'))
                {
                    throw new ArgumentException($"module name can't contain \".\", got: {name}");
                }

                if (string.IsNullOrEmpty(name))
                {
                    throw new ArgumentException("module name can't be empty string \"\"");
                }

                if (submodules.ContainsKey(name))
                {
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");
                }

                submodule.RegisterComponents();
                submodules.Add(name, submodule);
            }

            private void ConditionallyRegisterParameter(string name, Parameter value)
            {
                if (value is null)
                {
                    ownParameters.Remove(name);
                }
                else
                {
                    ownParameters[name] = value;
                }
            }

            private void ConditionallyRegisterBuffer(string name, Tensor value, bool persistent = true)
            {
                if (value is null)
                {
                    ownBuffers.Remove(name);
                }
                else
                {
                    ownBuffers[name] = (value, persistent);
                }
            }

            /// <summary>Replaces a parameter, disposes the old one, and registers the new one unless it is null.</summary>
            private protected void SetParameter(ref Parameter field, Parameter value, string name)
            {
                if (!ReferenceEquals(value, field))
                {
                    field?.Dispose();
                }

                field = (Parameter)value?.DetachFromDisposeScope();
                ConditionallyRegisterParameter(name, field);
            }

            /// <summary>Replaces a buffer, disposes the old one, and registers the new one unless it is null.</summary>
            private protected void SetBuffer(ref Tensor field, Tensor value, string name)
            {
                if (!ReferenceEquals(value, field))
                {
                    field?.Dispose();
                }

                field = value?.DetachFromDisposeScope();
                ConditionallyRegisterBuffer(name, field);
            }

            /// <summary>Registers fields: modules, parameters, and other tensors as buffers, under the fields' names.</summary>
            protected virtual void RegisterComponents()
            {
                if (registered)
                {
                    return;
                }

                foreach (var field in Fields())
                {
                    var component = ComponentNameAttribute.GetName(field);
                    if (
                        submodules.ContainsKey(component)
                        || ownParameters.ContainsKey(component)
                        || ownBuffers.ContainsKey(component)
                    )
                    {
                        continue;
                    }

                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(component, module);
                            break;
                        case Parameter parameter:
                            register_parameter(component, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(component, tensor);
                            break;
                    }
                }

                registered = true;
            }

            // The most derived field of each name.
            private IEnumerable<FieldInfo> Fields()
            {
                const BindingFlags Flags = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
                var seen = new HashSet<string>();
                for (var type = GetType(); type is not null && type != typeof(object); type = type.BaseType)
                {
                    foreach (var field in type.GetFields(Flags))
                    {
                        if (seen.Add(field.Name))
                        {
                            yield return field;
                        }
                    }
                }
            }
        }
    }
}
