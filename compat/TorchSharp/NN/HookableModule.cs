using System;
using System.Collections.Generic;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A module that calls hooks before and after its forward method.</summary>
            public class HookableModule<TPreHook, TPostHook> : Module
            {
                protected Dictionary<string, TPreHook> pre_hooks = [];
                protected Dictionary<string, TPostHook> post_hooks = [];
                protected Dictionary<string, Action<Module>> module_pre_hooks = [];
                protected Dictionary<string, Action<Module>> module_post_hooks = [];

                protected HookableModule(string name)
                    : base(name) { }

                public HookRemover register_forward_hook(TPostHook hook) => Add(post_hooks, hook);

                public HookRemover register_forward_hook(Action<Module> hook) => Add(module_post_hooks, hook);

                public HookRemover register_forward_pre_hook(TPreHook hook) => Add(pre_hooks, hook);

                public HookRemover register_forward_pre_hook(Action<Module> hook) => Add(module_pre_hooks, hook);

                private HookRemover Add<THook>(Dictionary<string, THook> hooks, THook hook)
                {
                    string key = Guid.NewGuid().ToString();
                    hooks.Add(key, hook);
                    return new HookRemover(this, key);
                }

                public class HookRemover
                {
                    private readonly HookableModule<TPreHook, TPostHook> module;
                    private readonly string key;

                    public HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
                    {
                        this.module = module;
                        this.key = key;
                    }

                    public void remove()
                    {
                        module.pre_hooks.Remove(key);
                        module.post_hooks.Remove(key);
                        module.module_pre_hooks.Remove(key);
                        module.module_post_hooks.Remove(key);
                    }
                }
            }
        }
    }
}
