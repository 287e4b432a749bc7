/* TeaVM's headers have one bare-metal path, made for another machine, which includes this. Nothing of it is used. */
