using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // State dictionaries and TorchSharp's .dat files: number of entries, then name and tensor of each.
        public partial class Module
        {
            public virtual Dictionary<string, Tensor> state_dict(
                Dictionary<string, Tensor> destination = null,
                string prefix = null
            )
            {
                destination ??= [];
                string Key(string name) => string.IsNullOrEmpty(prefix) ? name : $"{prefix}.{name}";
                foreach ((var name, var parameter) in named_parameters())
                {
                    destination.TryAdd(Key(name), parameter);
                }

                foreach ((var name, var buffer) in named_buffers(include_nonpersistent: false))
                {
                    destination.TryAdd(Key(name), buffer);
                }

                foreach ((var name, var module) in submodules)
                {
                    module.state_dict(destination, Key(name));
                }

                return destination;
            }

            public Module save(BinaryWriter writer, IList<string> skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            public static void save_state_dict(
                BinaryWriter writer,
                Dictionary<string, Tensor> sd,
                IList<string> skip = null
            )
            {
                var entries = sd.Where(e => skip?.Contains(e.Key) != true).ToList();
                writer.Encode(entries.Count);
                foreach ((var key, var tensor) in entries)
                {
                    writer.Write(key);
                    tensor.Save(writer);
                }
            }

            public Module save(string location, IList<string> skip = null)
            {
                using var writer = new BinaryWriter(File.Create(location));
                return save(writer, skip);
            }

            public virtual Module load(
                string location,
                bool strict = true,
                IList<string> skip = null,
                Dictionary<string, bool> loadedParameters = null
            )
            {
                using var reader = new BinaryReader(File.OpenRead(location));
                return load(reader, strict, skip, loadedParameters);
            }

            public virtual Module load(
                BinaryReader reader,
                bool strict = true,
                IList<string> skip = null,
                Dictionary<string, bool> loadedParameters = null
            )
            {
                var target = state_dict();
                var count = reader.Decode();
                if (strict && count != target.Count)
                {
                    throw new ArgumentException(
                        $"Mismatched state_dict sizes: expected {target.Count}, but found {count} entries."
                    );
                }

                for (long i = 0; i < count; i++)
                {
                    var key = reader.ReadString();
                    var found = target.TryGetValue(key, out var tensor);
                    if (strict && !found)
                    {
                        throw new ArgumentException(
                            $"Mismatched module state names: the target modules does not have a submodule or buffer named '{key}'"
                        );
                    }

                    if (found && skip?.Contains(key) != true)
                    {
                        tensor.Load(reader);
                    }
                    else
                    {
                        TensorExtensionMethods.Load(reader, skip: true);
                    }

                    loadedParameters?.Add(key, found);
                }

                return this;
            }
        }
    }
}
